import type { EpochMs } from '../domain/clock.ts';
import type { OwnUser } from '../domain/texts/layouts/me.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { findCurrentFinding } from '../store/findings.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { type KnownUser, usersOfMember } from './find-user.ts';

type MeDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'newLiveCheck' | 'wakeDelivery'>;

/** A person may have RAM asked again this often. */
const LOOK_EVERY_MS = 30_000;
/** Nobody waits longer than this for "how do I stand": what was not read by then could not be read. */
const ANSWER_WITHIN_MS = 2500;

/** `/mfa`, `/mfa me` and *Check again*: how do I stand, read now. */
export function createMe(): Command {
  const inTurn = createTurns<readonly OwnUser[] | null>();
  return {
    usage: 'me',
    words: { min: 0, max: 0 },
    async run(deps: MeDeps, call) {
      const { memberId, chat } = call.actor;
      const users = await inTurn(deps, call, {
        person: `${chat}/${memberId}`,
        look: () => lookAtOwn(deps, call),
      });
      if (users === null) return call.texts.reply.couldNotLook();
      const { securityContact } = deps.policy;
      return call.texts.reply.me({ memberId, users, now: call.local(deps.clock.now()), securityContact });
    },
  };
}

/** null when it could not be found out in time who the caller is. */
async function lookAtOwn(deps: MeDeps, call: CommandCall): Promise<readonly OwnUser[] | null> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  const known = await inTime(usersOfMember(deps, { ...call, signal }, call.actor.memberId), signal);
  if (known === null) return null;
  const users = await Promise.all(known.map(lookNow(deps, signal)));
  if (users.some((one) => one.finding.verdict === 'compliant')) deps.wakeDelivery();
  return users;
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

function lookNow(deps: MeDeps, signal: AbortSignal): (known: KnownUser) => Promise<OwnUser> {
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
    const open = (await listCasesOfUser(deps.db, user)).find((one) => one.state === 'open');
    const deadline =
      open === undefined || open.deadlineAt === null
        ? null
        : { at: open.deadlineAt, zone: open.toldZone ?? 'UTC' };
    const mayManageOwnDevice =
      checked.kind === 'found' ? checked.facts.mayUsersManageDevices : account.mayUsersManageDevices;
    return {
      user: label,
      finding,
      deadline,
      signInUrl: signInUrl(deps.policy.site, account),
      mayManageOwnDevice,
    };
  };
}

const codeOf = (checked: { kind: 'deleted' } | { kind: 'unreadable'; code: string }) =>
  checked.kind === 'deleted' ? 'EntityNotExist.User' : checked.code;

async function lastKnown(deps: MeDeps, user: KnownUser['user']) {
  const finding = await findCurrentFinding(deps.db, user);
  return { mfaDevice: finding?.mfaDevice ?? 'unknown', mfaRequired: finding?.mfaRequired ?? null };
}
