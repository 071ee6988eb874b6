import type { SentMessage } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import { ownIdOf } from '../domain/delivery-id.ts';
import { type Audience, isPersonal } from '../domain/notice.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { findAccount } from '../store/accounts.ts';
import { type CaseRow, findCase, listCasesClosedSilently, updateCase } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { userLabel } from '../store/labels.ts';
import { listNoticesOfCase, listNoticesOfDelivery, type NoticeRow } from '../store/notices.ts';
import { findRamUser } from '../store/ram-users.ts';
import { beginChanges, type Changes, changeMessage } from './change-message.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

/** Changes the last message of a closed case to say that it is over. */
export async function showClosedCases(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const changes = await beginChanges(deps, signal);
  for (const file of await listCasesClosedSilently(deps.db)) {
    if (signal.aborted) return;
    await showClosed(deps, file, changes);
  }
}

/** Each who was told sees it in their own last message. */
async function showClosed(deps: DeliveryDeps, file: CaseRow, run: Changes): Promise<void> {
  for (const last of await lastSent(deps.db, file.caseId)) {
    if (!(await showIn(deps, last, { ...run, file }))) return;
  }
  await updateCase(deps.db, file.caseId, { closeShownAt: deps.clock.now() });
}

interface LastSent {
  readonly notice: NoticeRow;
  readonly chat: ChatName;
  readonly reference: SentMessage;
}

/** False where it is still to be done. */
async function showIn(
  deps: DeliveryDeps,
  { notice, chat, reference }: LastSent,
  { file, ...run }: Changes & { readonly file: CaseRow },
): Promise<boolean> {
  const together = await casesOfDelivery(deps.db, notice);
  // The message speaks of another account too, and that is not over.
  if (together.some((one) => one.state !== 'closed')) return false;
  const texts = textsFor(notice.language ?? 'en').notice;
  const closed = texts.closed({
    users: await labelsOf(deps.db, together),
    reason: file.closeReason ?? 'enrolled',
    at: { at: file.closedAt ?? deps.clock.now(), zone: file.toldZone ?? deps.policy.timeZone },
    securityContact: deps.policy.securityContact,
  });
  const message = texts.withInfoPage({ message: closed, url: deps.policy.infoUrl });
  return changeMessage(deps, { chat, memberId: notice.recipient ?? '', reference, message }, run);
}

/** To each audience the last. */
async function lastSent(db: Database, caseId: number): Promise<readonly LastSent[]> {
  const last = new Map<Audience, LastSent>();
  for (const notice of await listNoticesOfCase(db, caseId)) {
    const { audience, chat, conversationId, messageId } = notice;
    const isNudge = isPersonal(audience) && notice.step !== 'thanks' && notice.step !== 'enforced';
    if (notice.state !== 'sent' || !isNudge || chat === null) continue;
    if (conversationId !== null && messageId !== null) {
      // What it told is over: nobody is to be held to it who finds it again.
      const deliveryId = ownIdOf(notice.deliveryId ?? '');
      last.set(audience, { notice, chat, reference: { conversationId, messageId, deliveryId } });
    }
  }
  return [...last.values()];
}

async function casesOfDelivery(db: Database, { deliveryId }: NoticeRow): Promise<readonly CaseRow[]> {
  const notices = deliveryId === null ? [] : await listNoticesOfDelivery(db, deliveryId);
  const files = await Promise.all(notices.map((notice) => findCase(db, notice.caseId)));
  return files.filter((file) => file !== undefined);
}

async function labelsOf(db: Database, files: readonly CaseRow[]) {
  const labels = await Promise.all(
    files.map(async (file) => {
      const user = await findRamUser(db, file);
      const account = await findAccount(db, file.accountId);
      return user === undefined || account === undefined ? [] : [userLabel(user, account)];
    }),
  );
  return labels.flat();
}
