import PQueue from 'p-queue';
import { contactOf } from '../contacts/contact-of.ts';
import { contactLine, peopleBehind } from '../contacts/resolve-contact.ts';
import { awayBy } from '../domain/absence.ts';
import { CHATS } from '../domain/chats.ts';
import type { EnforcePreview } from '../domain/confirmation.ts';
import type { Direction } from '../domain/enforcement.ts';
import { grantedNow } from '../domain/exemption.ts';
import { isOverdue } from '../domain/ladder.ts';
import type { Message } from '../domain/message.ts';
import { administratorsFirst } from '../domain/privilege.ts';
import type { RamUser, UserLabel } from '../domain/ram-user.ts';
import type { EnforcePreviewModel, EnforceTargetLine } from '../domain/texts/layouts/enforce.ts';
import { judgeReach, judgeTarget, type TargetVerdict } from '../enforcement/judge-target.ts';
import { labelOf } from '../outreach/build-digest.ts';
import { lookAhead } from '../outreach/outlook.ts';
import { listAbsencesOfUser } from '../store/absences.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { listExemptionsOfUser } from '../store/exemptions.ts';
import { listNoticesOfCase } from '../store/notices.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { askForConfirmation } from './confirmation.ts';
import { orWord } from './did-you-mean.ts';
import { findUser, type KnownUser } from './find-user.ts';
import { sayThatItTakesLong } from './takes-long.ts';

type EnforceDeps = Pick<CommandDeps, 'db' | 'contactRules' | 'policy' | 'clock' | 'enforcement' | 'newCode'>;

/** Everybody is looked at live before the question is asked: more would take longer than an answer may. */
const TARGETS_MAX = 500;
/** So many looked at side by side: the wait for one answer is the other's. */
const LOOKS_AT_A_TIME = 5;

export const enforce: Command = {
  usage: 'enforce <user>… | overdue',
  words: { min: 1, max: TARGETS_MAX },
  async run(deps: EnforceDeps, call) {
    const isOverdueList = call.args.length === 1 && call.args[0]?.toLowerCase() === 'overdue';
    if (!isOverdueList) return previewNamed(deps, call, { direction: 'enforce', names: call.args });
    const overdue = await overdueUsers(deps, call);
    if (overdue.length === 0) return call.texts.reply.enforceNobody();
    const people = overdue.filter((one) => !one.isServiceAccount);
    return preview(deps, call, {
      direction: 'enforce',
      users: people.slice(0, TARGETS_MAX),
      beyond: people.length - TARGETS_MAX,
      leftOut: overdue.filter((one) => one.isServiceAccount).map(({ label }) => label),
    });
  },
};

/** Of a user enough to be judged and shown. */
interface Subject extends Pick<KnownUser, 'label'> {
  readonly user: RamUser;
}

interface OverdueUser extends Subject {
  /** What is behind it may stop working: only by its name. */
  readonly isServiceAccount: boolean;
}

export const unenforce: Command = {
  usage: 'unenforce <user>',
  words: { min: 1, max: 1 },
  async run(deps: EnforceDeps, call) {
    return previewNamed(deps, call, { direction: 'unenforce', names: call.args });
  },
};

/** Administrators first, then whoever is overdue longest. */
async function overdueUsers(deps: EnforceDeps, call: CommandCall): Promise<readonly OverdueUser[]> {
  const now = deps.clock.now();
  const outlooks = await lookAhead(deps, now, call.signal);
  const overdue = outlooks
    .filter((one) => isOverdue(one.progress, now))
    .map((one) => ({
      user: one.user,
      label: labelOf(one),
      isServiceAccount: one.record.owners.length > 0,
      since: one.progress.deadlineAt,
    }))
    .toSorted((one, other) => (one.since ?? 0) - (other.since ?? 0));
  return administratorsFirst(overdue, ({ label }) => label.isAdministrator);
}

/** One name that is unknown or ambiguous stops the whole: nothing is done to half a list. */
async function previewNamed(
  deps: EnforceDeps,
  call: CommandCall,
  ask: { readonly direction: Direction; readonly names: readonly string[] },
): Promise<Message> {
  const users = new Map<string, KnownUser>();
  for (const name of ask.names) {
    const search = await findUser(deps, call, name);
    if (search.kind === 'answer') {
      const words = ask.names.length === 1 && ask.direction === 'enforce' ? ['overdue'] : [];
      return orWord(call, search, { typed: name, command: 'enforce', words });
    }
    users.set(search.known.user.userId, search.known);
  }
  const inOrder = administratorsFirst([...users.values()], ({ label }) => label.isAdministrator);
  return preview(deps, call, { direction: ask.direction, users: inOrder });
}

interface Ask {
  readonly direction: Direction;
  readonly users: readonly Subject[];
  /** Left for another time. */
  readonly beyond?: number;
  /** Service accounts: not even looked at. */
  readonly leftOut?: readonly UserLabel[];
}

async function preview(deps: EnforceDeps, call: CommandCall, ask: Ask): Promise<Message> {
  const { direction, users, beyond = 0, leftOut = [] } = ask;
  await sayThatItTakesLong(call, 'reading', users.length);
  const judged = await judgeAll(deps, call, ask);
  const targets = judged.flatMap(({ target }) => target ?? []);
  const refused: EnforcePreviewModel['refused'] = [
    ...judged.flatMap(({ refusal }) => refusal ?? []),
    ...leftOut.map((user) => ({ user, reason: 'service_account', code: null }) as const),
  ];
  const shown: EnforcePreview = { direction, users: targets.map((target) => target.user) };
  const confirmation =
    targets.length === 0
      ? null
      : await askForConfirmation(deps, { kind: direction, actor: call.actor, preview: shown });
  const { pageRoom } = CHATS[call.request.chat];
  const room = refused.length > 0 ? pageRoom / 2 : pageRoom;
  const left = { beyond: Math.max(0, beyond), room };
  return call.texts.reply.enforcePreview({ direction, targets, refused, confirmation, ...left });
}

interface Judged {
  readonly target: EnforceTargetLine | null;
  readonly refusal: EnforcePreviewModel['refused'][number] | null;
}

/** In the order given. */
function judgeAll(deps: EnforceDeps, call: CommandCall, ask: Ask): Promise<readonly Judged[]> {
  const looks = new PQueue({ concurrency: LOOKS_AT_A_TIME });
  const look = async (known: Subject): Promise<Judged> => {
    const verdict = await judge(deps, call, { direction: ask.direction, known });
    if (verdict.kind === 'allowed')
      return { target: await targetLine(deps, call, { known, checked: verdict.checked }), refusal: null };
    const { reason, code } = verdict;
    return { target: null, refusal: { user: known.label, reason, code } };
  };
  return looks.addAll(ask.users.map((known) => () => look(known)));
}

/** By the rules first, then by whether the enforcer can reach the user at all. */
async function judge(
  deps: EnforceDeps,
  call: CommandCall,
  about: { readonly direction: Direction; readonly known: Subject },
): Promise<TargetVerdict> {
  const { signal } = call;
  const verdict = await judgeTarget(deps.enforcement, about.known.user, {
    direction: about.direction,
    signal,
  });
  if (verdict.kind === 'refused') return verdict;
  const { accountId, userName } = verdict.checked.user;
  const target = { accountId, userName, actor: call.actor.memberId };
  return (await judgeReach(deps.enforcement, target, signal)) ?? verdict;
}

async function targetLine(
  deps: EnforceDeps,
  call: CommandCall,
  target: {
    readonly known: Subject;
    readonly checked: Extract<TargetVerdict, { kind: 'allowed' }>['checked'];
  },
): Promise<EnforceTargetLine> {
  const { known, checked } = target;
  const { user, finding, facts } = checked;
  const contact = await contactOf(deps, known.user, call.signal);
  const lastCase = (await listCasesOfUser(deps.db, known.user)).at(-1);
  const last =
    lastCase === undefined ? undefined : (await listNoticesOfCase(deps.db, lastCase.caseId)).at(-1);
  const exemption = grantedNow(await listExemptionsOfUser(deps.db, known.user), deps.clock.now());
  return {
    // By its present name: what is shown is what is confirmed.
    user: { ...known.label, userName: user.userName, logonName: user.logonName },
    lastSignInAt: user.lastSignInAt === null ? null : call.local(user.lastSignInAt),
    device: finding.mfaDevice,
    loginMfaMode: facts.loginMfaMode,
    contact: contactLine(contact),
    exemption: exemption && { ...exemption, until: call.local(exemption.untilAt - 1) },
    away: awayBy(await listAbsencesOfUser(deps.db, known.user), peopleBehind(contact)),
    lastNotice:
      last === undefined
        ? null
        : { step: last.step, state: last.state, at: call.local(last.claimedAt ?? last.plannedAt) },
  };
}
