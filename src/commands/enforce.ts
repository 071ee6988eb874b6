import { contactLine, resolveContact } from '../contacts/resolve-contact.ts';
import type { EnforcePreview } from '../domain/confirmation.ts';
import type { Direction } from '../domain/enforcement.ts';
import { isOverdue } from '../domain/ladder.ts';
import type { Message } from '../domain/message.ts';
import type { EnforcePreviewModel, EnforceTargetLine } from '../domain/texts/layouts/enforce.ts';
import { judgeReach, judgeTarget, type TargetVerdict } from '../enforcement/judge-target.ts';
import { labelOf } from '../outreach/build-digest.ts';
import { lookAhead } from '../outreach/outlook.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { listNoticesOfCase } from '../store/notices.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { askForConfirmation } from './confirmation.ts';
import { findUser, type KnownUser } from './find-user.ts';

type EnforceDeps = Pick<CommandDeps, 'db' | 'contactRules' | 'policy' | 'clock' | 'enforcement' | 'newCode'>;

/** Everybody named is looked at live before the question is asked; more at once would outlast an admin's patience. */
const TARGETS_MAX = 100;

export const enforce: Command = {
  usage: 'enforce <user>… | overdue',
  words: { min: 1, max: TARGETS_MAX },
  async run(deps: EnforceDeps, call) {
    const isOverdueList = call.args.length === 1 && call.args[0]?.toLowerCase() === 'overdue';
    if (!isOverdueList) return previewNamed(deps, call, { direction: 'enforce', names: call.args });
    const overdue = await overdueUsers(deps, call);
    return overdue.length === 0
      ? call.texts.reply.enforceNobody()
      : preview(deps, call, { direction: 'enforce', users: overdue });
  },
};

export const unenforce: Command = {
  usage: 'unenforce <user>',
  words: { min: 1, max: 1 },
  async run(deps: EnforceDeps, call) {
    return previewNamed(deps, call, { direction: 'unenforce', names: call.args });
  },
};

async function overdueUsers(deps: EnforceDeps, call: CommandCall): Promise<readonly KnownUser[]> {
  const now = deps.clock.now();
  const outlooks = await lookAhead(deps, now, call.signal);
  return outlooks
    .filter((one) => isOverdue(one.progress, now))
    .slice(0, TARGETS_MAX)
    .map((one) => ({ user: one.user, account: one.account, label: labelOf(one) }));
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
    if (search.kind === 'answer') return search.message;
    users.set(search.known.user.userId, search.known);
  }
  return preview(deps, call, { direction: ask.direction, users: [...users.values()] });
}

async function preview(
  deps: EnforceDeps,
  call: CommandCall,
  ask: { readonly direction: Direction; readonly users: readonly KnownUser[] },
): Promise<Message> {
  const { direction } = ask;
  const judged: { known: KnownUser; verdict: TargetVerdict }[] = [];
  for (const known of ask.users) {
    judged.push({ known, verdict: await judge(deps, call, { direction, known }) });
  }
  const targets: EnforceTargetLine[] = [];
  for (const { known, verdict } of judged) {
    if (verdict.kind === 'allowed')
      targets.push(await targetLine(deps, call, { known, checked: verdict.checked }));
  }
  const refused = judged.flatMap(({ known, verdict }): EnforcePreviewModel['refused'] =>
    verdict.kind === 'refused' ? [{ user: known.label, reason: verdict.reason, code: verdict.code }] : [],
  );
  const shown: EnforcePreview = { direction, users: targets.map((target) => target.user) };
  const confirmation =
    targets.length === 0
      ? null
      : await askForConfirmation(deps, { kind: direction, actor: call.actor, preview: shown });
  return call.texts.reply.enforcePreview({ direction, targets, refused, confirmation });
}

/** By the rules first, then by whether the enforcer can reach the user at all. */
async function judge(
  deps: EnforceDeps,
  call: CommandCall,
  about: { readonly direction: Direction; readonly known: KnownUser },
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
    readonly known: KnownUser;
    readonly checked: Extract<TargetVerdict, { kind: 'allowed' }>['checked'];
  },
): Promise<EnforceTargetLine> {
  const { known, checked } = target;
  const { user, finding, facts } = checked;
  const contact = await resolveContact(known.user, deps.contactRules, call.signal);
  const lastCase = (await listCasesOfUser(deps.db, known.user)).at(-1);
  const last =
    lastCase === undefined ? undefined : (await listNoticesOfCase(deps.db, lastCase.caseId)).at(-1);
  return {
    // By its present name: what is shown is what is confirmed.
    user: { ...known.label, userName: user.userName, logonName: user.logonName },
    lastSignInAt: user.lastSignInAt === null ? null : call.local(user.lastSignInAt),
    device: finding.mfaDevice,
    loginMfaMode: facts.loginMfaMode,
    contact: contactLine(contact),
    lastNotice:
      last === undefined
        ? null
        : { step: last.step, state: last.state, at: call.local(last.claimedAt ?? last.plannedAt) },
  };
}
