import type { EpochMs } from '../domain/clock.ts';
import type { OwnUser } from '../domain/texts/catalogue.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { findCurrentFinding, findingOf } from '../store/findings.ts';
import { truth } from '../store/flag.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { type KnownUser, usersOfMember } from './find-user.ts';

/** A person may have RAM asked again this often. */
const CHECK_EVERY_MS = 30_000;
/** Nobody waits longer than this for "how do I stand": what was not read by then could not be read. */
const ANSWER_WITHIN_MS = 2500;

/** `/mfa`, `/mfa me` and *Check again*: how do I stand, read now. */
export function createMe(): Command {
  const checkedAt = new Map<string, EpochMs>();
  return {
    name: 'me',
    usage: 'me',
    async run(deps, call) {
      const { memberId, chat } = call.actor;
      const now = deps.clock.now();
      const waitMs =
        (checkedAt.get(`${chat}/${memberId}`) ?? Number.NEGATIVE_INFINITY) + CHECK_EVERY_MS - now;
      if (waitMs > 0) return call.texts.reply.checkedRecently({ waitSeconds: Math.ceil(waitMs / 1000) });
      checkedAt.set(`${chat}/${memberId}`, now);
      const known = await usersOfMember(deps, call, memberId);
      const users = await Promise.all(known.map(lookNow(deps, call)));
      if (users.some((one) => one.finding.verdict === 'compliant')) deps.wakeDelivery();
      const { securityContact } = deps.policy;
      return call.texts.reply.me({ memberId, users, now: call.local(deps.clock.now()), securityContact });
    },
  };
}

function lookNow(deps: CommandDeps, call: CommandCall): (known: KnownUser) => Promise<OwnUser> {
  const check = deps.newLiveCheck();
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
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
      checked.kind === 'found' ? checked.facts.mayUsersManageDevices : truth(account.mayUsersManageDevices);
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

async function lastKnown(deps: CommandDeps, user: KnownUser['user']) {
  const row = await findCurrentFinding(deps.db, user);
  const { mfaDevice, mfaRequired } =
    row === undefined ? { mfaDevice: 'unknown' as const, mfaRequired: null } : findingOf(row);
  return { mfaDevice, mfaRequired };
}
