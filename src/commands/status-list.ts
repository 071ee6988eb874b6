import type { Person } from '../chat/chat.ts';
import { candidatesFor } from '../contacts/candidates.ts';
import { toldOf } from '../contacts/resolve-contact.ts';
import { CHATS } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { StatusList } from '../domain/command.ts';
import { anyUse, type ConsoleUse, judgeConsoleUse } from '../domain/console-use.ts';
import type { Verdict } from '../domain/finding.ts';
import { isOverdue } from '../domain/ladder.ts';
import { isAdministrator } from '../domain/privilege.ts';
import type { LastUse, StatusListModel, StatusRow } from '../domain/texts/layouts/status.ts';
import { labelOf } from '../outreach/build-digest.ts';
import { answersAbout } from '../outreach/not-needed-answers.ts';
import { codeOf, outOfReach } from '../outreach/out-of-reach.ts';
import { type CaseNow, lookAhead, lookAtCases } from '../outreach/outlook.ts';
import { listActiveAbsences } from '../store/absences.ts';
import { listAccounts } from '../store/accounts.ts';
import { listExemptionsInState } from '../store/exemptions.ts';
import { userLabel } from '../store/labels.ts';
import { listNotNeeded, type NotNeededAnswer } from '../store/not-needed.ts';
import { findRamUser, listUsersFound, type RamUserRow } from '../store/ram-users.ts';
import type { CommandCall, CommandDeps } from './command.ts';

export type StatusListDeps = Pick<CommandDeps, 'db' | 'contactRules' | 'meanings' | 'policy' | 'clock'>;

/** The users one list names, with what an admin needs to act; `from` is the first row to show, counted from 1. */
export async function statusList(
  deps: StatusListDeps,
  call: CommandCall,
  { list, from }: Pick<StatusListModel, 'list' | 'from'>,
): Promise<StatusListModel> {
  const { rows, notLookedUp } = await contentOf(deps, call, { list, from });
  // A list may have become shorter since its earlier page was shown.
  const first = from > rows.length ? 1 : from;
  const room = CHATS[call.request.chat].pageRoom;
  return { list, from: first, rows: rows.slice(first - 1), total: rows.length, notLookedUp, room };
}

interface Content extends Pick<StatusListModel, 'notLookedUp'> {
  readonly rows: readonly StatusRow[];
}

async function contentOf(
  deps: StatusListDeps,
  call: CommandCall,
  { list, from }: Pick<StatusListModel, 'list' | 'from'>,
): Promise<Content> {
  const whole = (rows: readonly StatusRow[]) => ({ rows, notLookedUp: 0 });
  switch (list) {
    case 'unknown':
      return whole(await foundRows(deps, 'unknown'));
    case 'exempt':
      return whole(await exemptRows(deps, call));
    case 'away':
      return whole(await awayRows(deps));
    case 'held':
      return whole(await heldRows(deps, call));
    default:
      return caseContent(deps, call, { list, from, now: deps.clock.now() });
  }
}

async function heldRows(deps: StatusListDeps, call: CommandCall): Promise<readonly StatusRow[]> {
  const outlooks = await lookAhead(deps, deps.clock.now(), call.signal);
  return outlooks
    .filter(({ heldBecause }) => heldBecause === 'account_held' || heldBecause === 'paused')
    .map((one) => ({ ...caseRow(one, deps, call), told: toldOf(one.contact) }));
}

interface AskedOfCases {
  readonly list: CaseList;
  readonly from: number;
  readonly now: EpochMs;
}

async function caseContent(deps: StatusListDeps, call: CommandCall, ask: AskedOfCases): Promise<Content> {
  const cases = await lookAtCases(deps, ask.now, call.signal);
  const isAboutContacts = ask.list === 'unmapped' || ask.list === 'unreachable';
  const notLookedUp = cases.filter((one) => one.contact.kind === 'unreadable' && one.record.dispute === null);
  return {
    rows: await caseRows(deps, call, { ...ask, cases }),
    notLookedUp: isAboutContacts ? notLookedUp.length : 0,
  };
}

/** Of lists that do not depend on what comes next. */
async function caseRows(
  deps: StatusListDeps,
  call: CommandCall,
  { list, from, now, cases }: AskedOfCases & { readonly cases: readonly CaseNow[] },
): Promise<readonly StatusRow[]> {
  const ofCases = (those: readonly CaseNow[]) => those.map((one) => caseRow(one, deps, call));
  switch (list) {
    case 'unused':
    case 'dormant': {
      const answers = list === 'unused' ? answersAbout(cases, await listNotNeeded(deps.db)) : [];
      const answered = new Set(answers.map(({ outlook }) => outlook));
      const others = cases.filter((one) => !answered.has(one));
      const used = answers.map((one) => ({ ...one, use: one.outlook.user.consoleUse }));
      return [...used, ...leastUsed(others, { list, now })].map(({ outlook, ...use }) => ({
        ...caseRow(outlook, deps, call),
        finding: null,
        lastUse: lastUseOf(use, call),
      }));
    }
    case 'administrators':
      return administratorRows(deps, ofCases(cases));
    case 'unmapped': {
      const unmapped = cases.filter((one) => belongs(one, { list, now }));
      const candidates = await candidatesOf(deps, call, unmapped.slice(from - 1, from - 1 + NAMED_FOR_MAX));
      return unmapped.map((one) => ({
        ...caseRow(one, deps, call),
        candidates: candidates.get(one) ?? [],
      }));
    }
    default:
      return ofCases(cases.filter((one) => belongs(one, { list, now })));
  }
}

type CaseList = Exclude<StatusList, 'unknown' | 'exempt' | 'away' | 'held'>;

function belongs(
  one: CaseNow,
  ask: {
    readonly list: Exclude<CaseList, 'unused' | 'dormant' | 'administrators'>;
    readonly now: EpochMs;
  },
): boolean {
  const { list, now } = ask;
  switch (list) {
    case 'overdue':
      return isOverdue(one.progress, now);
    case 'unmapped':
      return one.record.dispute === null && isUnmapped(one);
    case 'disputed':
      return one.record.dispute !== null;
    case 'unreachable':
      return outOfReach(one) !== null;
    default:
      return list satisfies never;
  }
}

/** For so many a page has room, whatever the chat. */
const NAMED_FOR_MAX = 50;

/** In the chat that is asked in: there they can be linked. */
async function candidatesOf(
  { contactRules }: StatusListDeps,
  { request, signal }: CommandCall,
  outlooks: readonly CaseNow[],
): Promise<ReadonlyMap<CaseNow, readonly Person[]>> {
  // An erased person is not looked for, and a name that several answer to needs no more of them.
  const sought = outlooks.filter(({ contact }) => contact.kind === 'unmapped' && contact.isErased !== true);
  const directory = sought.length === 0 ? undefined : contactRules.directories.get(request.chat);
  const everybody = (await directory?.everybody(signal)) ?? [];
  return new Map(sought.map((one) => [one, candidatesFor(one.user, everybody, one.record)]));
}

function isUnmapped({ contact }: CaseNow): boolean {
  return contact.kind === 'unmapped' || contact.kind === 'ambiguous';
}

interface Used {
  readonly outlook: CaseNow;
  readonly use: ConsoleUse;
  /** Somebody says that it is not needed. */
  readonly answer: NotNeededAnswer | null;
}

/** Whoever is known to have been away for long, then who could have been: not on record is not long ago. */
function leastUsed(
  outlooks: readonly CaseNow[],
  { list, now }: { readonly list: 'unused' | 'dormant'; readonly now: EpochMs },
): readonly Used[] {
  const used = outlooks.map((outlook): Used => {
    const use = list === 'unused' ? outlook.user.consoleUse : anyUse(outlook.user);
    return { outlook, use, answer: null };
  });
  return (['unused', 'none_on_record'] as const).flatMap((usage) =>
    used.filter(({ use }) => judgeConsoleUse(use, now) === usage),
  );
}

function lastUseOf({ use, answer }: Omit<Used, 'outlook'>, call: CommandCall): LastUse | null {
  if (answer !== null) {
    const { displayName: by, memberId, at } = answer;
    return { kind: 'not_needed', by, memberId, at: call.local(at) };
  }
  const { lastSignInAt, profileSince } = use;
  if (lastSignInAt !== null) return { kind: 'signed_in', at: call.local(lastSignInAt) };
  return profileSince === null ? null : { kind: 'none_on_record', since: call.local(profileSince) };
}

/** By what was found, whether they are followed up or not: a break-glass user is one too. */
async function administratorRows(
  deps: StatusListDeps,
  ofCases: readonly StatusRow[],
): Promise<readonly StatusRow[]> {
  const found = await foundRows(deps, 'noncompliant', isAdministrator);
  const foundIds = new Set(found.map(({ user }) => user.userId));
  const followedUp = ofCases.filter(({ user }) => foundIds.has(user.userId));
  const followedIds = new Set(followedUp.map(({ user }) => user.userId));
  return [...followedUp, ...found.filter(({ user }) => !followedIds.has(user.userId))];
}

function caseRow(outlook: CaseNow, { meanings }: StatusListDeps, call: CommandCall): StatusRow {
  const { finding, progress, record } = outlook;
  const deadline = progress.deadlineAt === null ? null : call.local(progress.deadlineAt);
  return {
    user: labelOf(outlook),
    finding,
    deadline,
    code: codeOf(outOfReach(outlook) ?? outlook, meanings),
    lastUse: null,
    saidBy: record.dispute?.by.memberId ?? null,
    exemption: null,
    told: null,
    away: null,
    candidates: [],
  };
}

/** Of who is not followed up. */
const NOTHING_MORE = {
  deadline: null,
  code: null,
  lastUse: null,
  saidBy: null,
  exemption: null,
  told: null,
  away: null,
  candidates: [],
} as const;

async function foundRows(
  { db }: StatusListDeps,
  verdict: Verdict,
  isMeant: (user: RamUserRow) => boolean = () => true,
): Promise<readonly StatusRow[]> {
  const rows: StatusRow[] = [];
  for (const account of await listAccounts(db)) {
    const found = await listUsersFound(db, account.accountId, verdict);
    for (const { user, finding } of found.filter((one) => isMeant(one.user)))
      rows.push({ user: userLabel(user, account), finding, ...NOTHING_MORE });
  }
  return rows;
}

/** Whoever has granted time, with or without an open case, and what waits to be decided. */
async function exemptRows({ db, clock }: StatusListDeps, call: CommandCall): Promise<readonly StatusRow[]> {
  const accounts = new Map((await listAccounts(db)).map((account) => [account.accountId, account]));
  const rows: StatusRow[] = [];
  for (const exemption of await listExemptionsInState(db, ['active', 'requested'])) {
    const user = await findRamUser(db, exemption);
    const account = accounts.get(exemption.accountId);
    const isLapsed = exemption.state === 'requested' && exemption.lapsesAt <= clock.now();
    if (user === undefined || account === undefined || isLapsed) continue;
    const shown = { ...exemption, until: call.local(exemption.untilAt - 1) };
    rows.push({ user: userLabel(user, account), finding: null, ...NOTHING_MORE, exemption: shown });
  }
  return rows;
}

/** With or without an open case. */
async function awayRows({ db }: StatusListDeps): Promise<readonly StatusRow[]> {
  const accounts = new Map((await listAccounts(db)).map((account) => [account.accountId, account]));
  const rows: StatusRow[] = [];
  for (const away of await listActiveAbsences(db)) {
    const user = await findRamUser(db, away);
    const account = accounts.get(away.accountId);
    if (user === undefined || account === undefined) continue;
    rows.push({ user: userLabel(user, account), finding: null, ...NOTHING_MORE, away });
  }
  return rows;
}
