import type { EpochMs } from '../domain/clock.ts';
import type { OwnUser } from '../domain/texts/layouts/me.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { findCurrentFinding } from '../store/findings.ts';
import type { Command, CommandDeps } from './command.ts';
import { type KnownUser, usersOfMember } from './find-user.ts';

type MeDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'newLiveCheck' | 'wakeDelivery'>;

/** A person may have RAM asked again this often. */
const CHECK_EVERY_MS = 30_000;
/** Nobody waits longer than this for "how do I stand": what was not read by then could not be read. */
const ANSWER_WITHIN_MS = 2500;

/** `/mfa`, `/mfa me` and *Check again*: how do I stand, read now. */
export function createMe(): Command {
  const checkedAt = new Map<string, EpochMs>();
  return {
    usage: 'me',
    words: { min: 0, max: 0 },
    async run(deps: MeDeps, call) {
      const { memberId, chat } = call.actor;
      const now = deps.clock.now();
      const waitMs =
        (checkedAt.get(`${chat}/${memberId}`) ?? Number.NEGATIVE_INFINITY) + CHECK_EVERY_MS - now;
      if (waitMs > 0) return call.texts.reply.checkedRecently({ waitSeconds: Math.ceil(waitMs / 1000) });
      checkedAt.set(`${chat}/${memberId}`, now);
      const signal = AbortSignal.any([call.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const known = await inTime(usersOfMember(deps, { ...call, signal }, memberId), signal);
      if (known === null) {
        // Nothing was asked of RAM: the next try need not wait.
        checkedAt.delete(`${chat}/${memberId}`);
        return call.texts.reply.couldNotLook();
      }
      const users = await Promise.all(known.map(lookNow(deps, signal)));
      if (users.some((one) => one.finding.verdict === 'compliant')) deps.wakeDelivery();
      const { securityContact } = deps.policy;
      return call.texts.reply.me({ memberId, users, now: call.local(deps.clock.now()), securityContact });
    },
  };
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
