import { type Contact, isContact, standingOf } from '../contacts/resolve-contact.ts';
import type { EpochMs, LocalInstant } from '../domain/clock.ts';
import type { MfaDevice } from '../domain/finding.ts';
import type { Language, Message } from '../domain/message.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { seenFrom } from '../domain/texts/layouts/seen-from.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { bindingWithin, type WitnessedEvent } from '../domain/witness.ts';
import { findAccount } from '../store/accounts.ts';
import { findCase } from '../store/cases.ts';
import { findContactRecord } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { findCurrentFinding } from '../store/findings.ts';
import { userLabel } from '../store/labels.ts';
import { listNoticesOfCase, type NoticeRow } from '../store/notices.ts';
import { findRamUser, type RamUserRow } from '../store/ram-users.ts';
import { listThanksToComplete, listWitnessed, markCompleted } from '../store/witnessed.ts';
import { beginChanges, type Change, type Changes, changeMessage } from './change-message.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { OutreachPolicy } from './outlook.ts';
import { presentContact } from './present-contact.ts';

/** What was not shown within a day is left as it is. */
const SHOWN_WITHIN_MS = 24 * 60 * 60_000;

/** Whoever was thanked sees in that message when and from where the device was bound, once that is known. */
export async function showBindings(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const { db, clock } = deps;
  const thanks = await listThanksToComplete(db, clock.now() - SHOWN_WITHIN_MS);
  if (thanks.length === 0) return;
  const changes = await beginChanges(deps, signal);
  for (const notice of thanks) {
    if (signal.aborted) return;
    const bound = await bindingOf(db, notice, notice.claimedAt ?? clock.now());
    if (bound === null) continue;
    if (await complete(deps, { notice, bound }, changes))
      await markCompleted(db, notice.noticeKey, clock.now());
  }
}

/** The moment at which whoever is thanked bound the device; null: it is not known, as yet or for good. */
export async function bindingOf(
  db: Store,
  { caseId, accountId, userId }: NoticeRow,
  until: EpochMs,
): Promise<WitnessedEvent | null> {
  const file = await findCase(db, caseId);
  if (file === undefined) return null;
  return bindingWithin(await listWitnessed(db, { accountId, userId }), { from: file.openedAt, to: until });
}

interface Completion {
  readonly notice: NoticeRow;
  readonly bound: WitnessedEvent;
}

/** False where it is still to be done. */
async function complete(deps: DeliveryDeps, thanked: Completion, changes: Changes): Promise<boolean> {
  const { db } = deps;
  const { notice } = thanked;
  const place = placeOf(notice);
  const user = await findRamUser(db, notice);
  const finding = await findCurrentFinding(db, notice);
  // What it says is not so any more.
  if (place === null || user === undefined || finding?.verdict !== 'compliant') return true;
  const contact = await contactNow(deps, { user, notice }, changes.signal);
  if (contact.kind === 'unreadable') return false;
  // From where it was done is no business of who was taken for the person before.
  if (!isContact(contact, place)) return true;
  const isOwn = standingOf(contact, place).kind === 'own';
  const message = await thanksWith(deps, thanked, { user, isOwn, device: finding.mfaDevice });
  return message === null || changeMessage(deps, { ...place, message }, changes);
}

async function contactNow(
  deps: DeliveryDeps,
  { user, notice }: { readonly user: RamUserRow; readonly notice: NoticeRow },
  signal: AbortSignal,
): Promise<Contact> {
  const { db, clock } = deps;
  const record = await findContactRecord(db, user);
  const notices = await listNoticesOfCase(db, notice.caseId);
  return presentContact(deps, { user, record, notices, now: clock.now() }, signal);
}

interface Thanked {
  readonly user: RamUserRow;
  readonly device: MfaDevice;
  readonly isOwn: boolean;
}

/** null: the account is not known any more. */
async function thanksWith(
  { db, policy }: DeliveryDeps,
  { notice, bound }: Completion,
  { user, ...thanked }: Thanked,
): Promise<Message | null> {
  const account = await findAccount(db, notice.accountId);
  if (account === undefined) return null;
  const seenAt = { at: notice.dueAt, zone: notice.zone ?? policy.timeZone };
  const thanks = { ...thanked, user: userLabel(user, account), seenAt, bound };
  return thanksMessage(policy, notice.language ?? 'en', thanks);
}

/** The same words at once and later, but for what is known by then. */
export function thanksMessage(
  { securityContact, infoUrl: url }: OutreachPolicy,
  language: Language,
  {
    bound,
    ...thanked
  }: Omit<Thanked, 'user'> & {
    readonly user: UserLabel;
    readonly seenAt: LocalInstant;
    readonly bound: WitnessedEvent | null;
  },
): Message {
  const texts = textsFor(language).notice;
  const seen = bound && seenFrom(bound, thanked.seenAt.zone);
  const message = texts.thanks({ ...thanked, bound: seen, securityContact });
  return texts.withInfoPage({ message, url });
}

type Place = Omit<Change, 'message'>;

/** null: the person was erased meanwhile. */
function placeOf({ chat, recipient, conversationId, messageId, deliveryId }: NoticeRow): Place | null {
  if (chat === null || recipient === null || conversationId === null || messageId === null) return null;
  return {
    chat,
    memberId: recipient,
    reference: { conversationId, messageId, deliveryId: deliveryId ?? '' },
  };
}
