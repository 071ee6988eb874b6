import { type AccountReader, AlibabaError } from '../alibaba/accounts.ts';
import { contactOf } from '../contacts/contact-of.ts';
import { contactLine } from '../contacts/resolve-contact.ts';
import { isBreakGlass } from '../domain/break-glass.ts';
import { STATUS_LISTS } from '../domain/command.ts';
import type { LoginMfaMode } from '../domain/finding.ts';
import type { Message } from '../domain/message.ts';
import type { StatusAccount } from '../domain/texts/layouts/status.ts';
import type { StatusUserModel } from '../domain/texts/layouts/status-user.ts';
import { type AccountSummary, summarizeAccounts } from '../outreach/account-summary.ts';
import { administrators, messagingState } from '../outreach/build-digest.ts';
import { countCases, figuresOf } from '../outreach/case-figures.ts';
import { failingParts } from '../outreach/failing-parts.ts';
import { type CaseOutlook, lookAhead } from '../outreach/outlook.ts';
import { readQuotas } from '../outreach/quota.ts';
import { listCurrentHolds } from '../store/holds.ts';
import { countNoticesInState } from '../store/notices.ts';
import { type Command, type CommandCall, type CommandDeps, usageOf } from './command.ts';
import { orWord } from './did-you-mean.ts';
import { findUser } from './find-user.ts';
import { firstRow } from './first-row.ts';
import { type StatusListDeps, statusList } from './status-list.ts';

type StatusDeps = StatusListDeps &
  Pick<
    CommandDeps,
    'auditor' | 'board' | 'monthlyQuotas' | 'newLiveCheck' | 'nextAuditAt' | 'readers' | 'settings'
  >;

/** An admin reads this in a second: what RAM does not answer by then is shown as not known. */
const LIVE_MODE_WITHIN_MS = 1500;

export const status: Command = {
  usage: `status [<user>|${STATUS_LISTS.join('|')} [<from>]]`,
  words: { min: 0, max: 2 },
  async run(deps: StatusDeps, call) {
    const [what, where] = call.args;
    if (what === undefined) return summary(deps, call);
    const list = STATUS_LISTS.find((one) => one === what.toLowerCase());
    const from = firstRow(where);
    if (from === null || (list === undefined && where !== undefined)) return usageOf(call, 'status', status);
    if (list === undefined) return ofUser(deps, call, what);
    return call.texts.reply.statusList(await statusList(deps, call, { list, from }));
  },
};

async function summary(deps: StatusDeps, call: CommandCall): Promise<Message> {
  const now = deps.clock.now();
  const outlooks = (await isAheadShown(deps)) ? await lookAhead(deps, now, call.signal) : null;
  const figures = outlooks === null ? await countCases(deps, now, call.signal) : figuresOf(outlooks, now);
  const summaries = await summarizeAccounts(deps.db, outlooks ?? [], {
    zone: deps.policy.timeZone,
    now,
    notBefore: null,
  });
  const accounts = await Promise.all(summaries.map((one) => statusAccount(deps, call, one)));
  return call.texts.reply.status({
    now: call.local(now),
    failing: await failingParts(deps, deps.board.states(), call.local),
    accounts,
    ...figures,
    administrators: (await administrators(deps.db, summaries)).administrators,
    unknownDeliveries: await countNoticesInState(deps.db, 'unknown'),
    quotas: await readQuotas(deps, outlooks ?? [], now),
    messaging: await messagingState(deps),
    enforcement: deps.settings.enforcement,
    nextAuditAt: call.local(deps.nextAuditAt()),
    auditRunning: deps.auditor.runningSince() !== null,
  });
}

/** Whom a held account would have messaged, and what a month's calls will come to, is seen in what is due next alone. */
async function isAheadShown({ db, monthlyQuotas }: StatusDeps): Promise<boolean> {
  return monthlyQuotas.size > 0 || (await listCurrentHolds(db)).length > 0;
}

async function statusAccount(
  deps: StatusDeps,
  call: CommandCall,
  one: AccountSummary,
): Promise<StatusAccount> {
  const { account, complete, incomplete, counts, held } = one.shown;
  const readAt = one.latest === null ? null : call.local(one.latest.endedAt);
  return {
    account,
    complete,
    incomplete,
    counts,
    held,
    readAt,
    information: { ...one.row.settings, mayUsersManageDevices: one.row.mayUsersManageDevices },
    loginMfaMode: await liveMode(deps, call, one),
  };
}

async function liveMode(deps: StatusDeps, call: CommandCall, { row }: AccountSummary): Promise<LoginMfaMode> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(LIVE_MODE_WITHIN_MS)]);
  const read = async (): Promise<LoginMfaMode> => {
    const reader: AccountReader | null = await deps.readers.readerOf(row.accountId, signal);
    return reader === null ? 'unknown' : await reader.readLoginMfaMode(signal);
  };
  return read().catch((error: unknown) => {
    if (!signal.aborted && !(error instanceof AlibabaError)) throw error;
    return 'unknown';
  });
}

async function ofUser(deps: StatusDeps, call: CommandCall, typed: string): Promise<Message> {
  const search = await findUser(deps, call, typed);
  if (search.kind === 'answer')
    return orWord(call, search, { typed, command: 'status', words: STATUS_LISTS });
  const { known } = search;
  const checked = await deps.newLiveCheck()(known.user, call.signal);
  if (checked.kind === 'deleted')
    return call.texts.reply.userNotFound({ typed, suggestions: [], command: null });
  const now = deps.clock.now();
  const outlook = (await lookAhead(deps, now, call.signal)).find(
    (one) => one.file.userId === known.user.userId && one.file.accountId === known.user.accountId,
  );
  const contact = outlook?.contact ?? (await contactOf(deps, known.user, call.signal));
  const { lastSignInAt } = checked.kind === 'found' ? checked.user : known.user;
  return call.texts.reply.statusUser({
    user: known.label,
    finding:
      checked.kind === 'found'
        ? checked.finding
        : {
            verdict: 'unknown',
            reason: 'could_not_read',
            mfaDevice: 'unknown',
            mfaRequired: null,
            errorCode: checked.code,
          },
    loginMfaMode: checked.kind === 'found' ? checked.facts.loginMfaMode : 'unknown',
    readAt: call.local(now),
    lastSignInAt: lastSignInAt === null ? null : call.local(lastSignInAt),
    contact: contactLine(contact),
    openCase: outlook === undefined ? null : openCase(outlook, call),
    privilege: known.user.privilege,
    breakGlass: isBreakGlass({ ...known.user, alias: known.account.alias }, deps.policy.breakGlass),
  });
}

function openCase(outlook: CaseOutlook, call: CommandCall): StatusUserModel['openCase'] {
  const { file, progress, plan, notices } = outlook;
  const heldBecause = outlook.heldBecause ?? outlook.silentBecause;
  const last = notices.at(-1);
  const next = plan.due ?? plan.next;
  return {
    openedAt: call.local(file.openedAt),
    toldAt: progress.toldAt === null ? null : call.local(progress.toldAt),
    deadline: progress.deadlineAt === null ? null : call.local(progress.deadlineAt),
    lastNotice:
      last === undefined
        ? null
        : { step: last.step, state: last.state, at: call.local(last.claimedAt ?? last.plannedAt) },
    next:
      next === null
        ? null
        : {
            step: next.step === 'regressed' ? 'first' : next.step,
            at: call.local(Math.max(next.dueAt, outlook.notBefore)),
          },
    heldBecause,
  };
}
