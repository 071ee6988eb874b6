import { contactOf } from '../contacts/contact-of.ts';
import { peopleBehind } from '../contacts/resolve-contact.ts';
import { type Absence, absenceOf } from '../domain/absence.ts';
import type { EpochMs } from '../domain/clock.ts';
import { unusedSince } from '../domain/console-use.ts';
import { grantedNow } from '../domain/exemption.ts';
import type { Finding } from '../domain/finding.ts';
import type { Message } from '../domain/message.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { OwnUser } from '../domain/texts/layouts/me.ts';
import { bindingWithin, lastWithoutMfa, type WitnessedEvent } from '../domain/witness.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';
import { listAbsencesOfUser } from '../store/absences.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { listExemptionsOfUser } from '../store/exemptions.ts';
import { findCurrentFinding } from '../store/findings.ts';
import { listWitnessed } from '../store/witnessed.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { type KnownUser, usersOfMember } from './find-user.ts';

type MeDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'newLiveCheck' | 'wakeDelivery'>;

/** A person may have RAM asked again this often. */
const LOOK_EVERY_MS = 30_000;
/** Nobody waits longer than this for "how do I stand": what was not read by then could not be read. */
const ANSWER_WITHIN_MS = 2500;

/** `/mfa`, `/mfa me` and *Check again*: how do I stand, read now. */
export function createMe(): Command {
  const inTurn = createTurns<OwnUsers | null>();
  return {
    usage: 'me',
    words: { min: 0, max: 0 },
    async run(deps: MeDeps, call) {
      const { memberId, chat } = call.actor;
      const own = await inTurn(deps, call, {
        person: `${chat}/${memberId}`,
        look: () => lookAtOwn(deps, call),
      });
      return inWords(deps, call, own);
    },
  };
}

/** `isPartial`: there may be more that could not be looked up. */
type OwnUsers = Pick<Parameters<CommandCall['texts']['reply']['me']>[0], 'users' | 'isPartial'>;

type OwnCall = Pick<CommandCall, 'actor' | 'local' | 'signal' | 'texts'>;

interface OwnState {
  readonly message: Message;
  /** Everything could be read. */
  readonly isWhole: boolean;
}

/** The same without being asked. */
export async function ownState(deps: MeDeps, call: OwnCall): Promise<OwnState> {
  const own = await lookAtOwn(deps, call);
  const isRead = own?.users.every(({ finding }) => finding.verdict !== 'unknown') ?? false;
  return { message: inWords(deps, call, own), isWhole: isRead && own?.isPartial === false };
}

/** How somebody’s users are, in words; null: it could not be found out who they are, of any. */
export function inWords(
  deps: Pick<MeDeps, 'clock' | 'policy'>,
  call: OwnCall,
  own: OwnUsers | null,
): Message {
  const { actor, texts, local } = call;
  if (own === null) return texts.reply.couldNotLook();
  const { securityContact } = deps.policy;
  return texts.reply.me({ memberId: actor.memberId, ...own, now: local(deps.clock.now()), securityContact });
}

/** null when it could not be found out in time who the caller is. */
async function lookAtOwn(deps: MeDeps, call: OwnCall): Promise<OwnUsers | null> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  const known = await inTime(usersOfMember(deps, { ...call, signal }, call.actor.memberId), signal);
  if (known === null || (known.users.length === 0 && known.isPartial)) return null;
  const users = await Promise.all(known.users.map(lookNow(deps, { ...call, signal })));
  if (users.some((one) => one.finding.verdict === 'compliant')) deps.wakeDelivery();
  return { users, isPartial: known.isPartial };
}

/**
 * One look at a time for each person, and at most one every half minute: whoever presses meanwhile gets the answer of the
 * look that is on its way or comes next, never one that is older than the press before it.
 */
function createTurns<Answer>() {
  const waiting = new Map<string, Promise<Answer>>();
  const beganAt = new Map<string, EpochMs>();
  return ({ clock }: Pick<MeDeps, 'clock'>, { signal }: CommandCall, turn: Turn<Answer>): Promise<Answer> => {
    const { person } = turn;
    const shared = waiting.get(person);
    if (shared !== undefined) return shared;
    const answer = (async () => {
      const waitMs = (beganAt.get(person) ?? Number.NEGATIVE_INFINITY) + LOOK_EVERY_MS - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
      for (const [other, at] of beganAt) if (at + LOOK_EVERY_MS <= clock.now()) beganAt.delete(other);
      beganAt.set(person, clock.now());
      return turn.look();
    })().finally(() => waiting.delete(person));
    waiting.set(person, answer);
    return answer;
  };
}

interface Turn<Answer> {
  readonly person: string;
  readonly look: () => Promise<Answer>;
}

/** null when it was not there before the signal, whether it heeds it or not. */
async function inTime<T>(work: Promise<T | null>, signal: AbortSignal): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const done = work.catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  return Promise.race([done, late]);
}

function lookNow(
  deps: MeDeps,
  { actor, local, signal }: Pick<CommandCall, 'actor' | 'local' | 'signal'>,
): (known: KnownUser) => Promise<OwnUser> {
  const check = deps.newLiveCheck();
  return async ({ user, account, label }) => {
    const checked = await check(user, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return { kind: 'unreadable', code: 'Timeout' } as const;
    });
    const finding =
      checked.kind === 'found'
        ? checked.finding
        : ({
            ...(await lastKnown(deps, user)),
            verdict: 'unknown',
            reason: 'could_not_read',
            errorCode: codeOf(checked),
          } as const);
    const files = await listCasesOfUser(deps.db, user);
    const open = files.find((one) => one.state === 'open');
    const deadline =
      open === undefined || open.deadlineAt === null
        ? null
        : { at: open.deadlineAt, zone: open.toldZone ?? 'UTC' };
    const mayManageOwnDevice =
      checked.kind === 'found' ? checked.facts.mayUsersManageDevices : account.mayUsersManageDevices;
    const use = (checked.kind === 'found' ? checked.consoleUse : null) ?? user.consoleUse;
    const since = unusedSince(use, deps.clock.now());
    const zone = deadline?.zone ?? deps.policy.timeZone;
    return {
      user: label,
      finding,
      deadline,
      exemptUntil: await exemptUntil(deps, user, zone),
      away: await absenceFrom(deps, { user, actor, signal }),
      unusedSince: since === null ? null : { at: since, zone },
      signInUrl: signInUrl(deps.policy.site, account),
      mayManageOwnDevice,
      ...(await witnessedOf(deps, { user, finding, since: files.at(-1)?.openedAt ?? null }, local)),
    };
  };
}

async function exemptUntil({ db, clock }: MeDeps, user: KnownUser['user'], zone: string) {
  const exemption = grantedNow(await listExemptionsOfUser(db, user), clock.now());
  return exemption && { at: exemption.untilAt - 1, zone };
}

/** What somebody who shares the user has said is not the caller's. */
async function absenceFrom(
  deps: MeDeps,
  { user, actor, signal }: Pick<KnownUser, 'user'> & Pick<CommandCall, 'actor' | 'signal'>,
): Promise<Absence | null> {
  const absences = await listAbsencesOfUser(deps.db, user);
  if (absences.length === 0) return null;
  const contact = await inTime(contactOf(deps, user, signal), signal);
  const people = contact === null ? [] : peopleBehind(contact);
  return absenceOf(absences, actor, people.length === 0 ? [actor] : people);
}

/** What the record has of it, as far as it concerns how the user stands now. */
async function witnessedOf(
  { db, clock }: MeDeps,
  of: { readonly user: RamUserKey; readonly finding: Finding; readonly since: EpochMs | null },
  local: CommandCall['local'],
): Promise<Pick<OwnUser, 'bound' | 'usedWithoutMfa'>> {
  const { verdict } = of.finding;
  const events = await listWitnessed(db, of.user);
  const seenFrom = (event: WitnessedEvent | null) =>
    event && { at: local(event.at), fromAddress: event.fromAddress };
  const to = clock.now();
  const isFollowed = of.since !== null;
  return {
    bound:
      isFollowed && verdict === 'compliant' ? seenFrom(bindingWithin(events, { from: of.since, to })) : null,
    usedWithoutMfa: verdict === 'noncompliant' ? seenFrom(lastWithoutMfa(events)) : null,
  };
}

const codeOf = (checked: { kind: 'deleted' } | { kind: 'unreadable'; code: string }) =>
  checked.kind === 'deleted' ? 'EntityNotExist.User' : checked.code;

async function lastKnown(deps: MeDeps, user: KnownUser['user']) {
  const finding = await findCurrentFinding(deps.db, user);
  return { mfaDevice: finding?.mfaDevice ?? 'unknown', mfaRequired: finding?.mfaRequired ?? null };
}
