import type { Person } from '../chat/chat.ts';
import { toldOf } from '../contacts/resolve-contact.ts';
import type { StartPreview } from '../domain/confirmation.ts';
import type { StartRefusal } from '../domain/hold.ts';
import type { Message } from '../domain/message.ts';
import { administratorsFirst } from '../domain/privilege.ts';
import type { StartPreviewModel } from '../domain/texts/layouts/start.ts';
import { labelOf } from '../outreach/build-digest.ts';
import { dueCase, nudgeMessage } from '../outreach/nudge.ts';
import { type CaseOutlook, countPeopleHeld, eachAddressee, lookAhead } from '../outreach/outlook.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import { type Hold, listCurrentHolds } from '../store/holds.ts';
import { accountLabel } from '../store/labels.ts';
import { findCurrentPause, type PauseRow } from '../store/pauses.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { askForConfirmation } from './confirmation.ts';
import { findUser, type KnownUser } from './find-user.ts';

type StartDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'newCode'>;

/** Shows what is held back, in numbers and with the real message; nothing is released before it is confirmed. */
export const start: Command = {
  usage: 'start [<user>…]',
  words: { min: 0, max: Number.POSITIVE_INFINITY },
  async run(deps: StartDeps, call) {
    if (deps.policy.securityContact === null) return refused(call, 'security_contact_missing');
    const state = await loadState(deps, call);
    return call.args.length === 0 ? previewAll(deps, call, state) : previewPilot(deps, call, state);
  },
};

interface HeldState {
  readonly pause: PauseRow | undefined;
  readonly holds: readonly { readonly hold: Hold; readonly account: AccountRow }[];
  readonly outlooks: readonly CaseOutlook[];
}

async function loadState(deps: StartDeps, call: CommandCall): Promise<HeldState> {
  const accounts = new Map((await listAccounts(deps.db)).map((account) => [account.accountId, account]));
  const holds = (await listCurrentHolds(deps.db)).flatMap((hold) => {
    const account = accounts.get(hold.accountId);
    return account === undefined ? [] : [{ hold, account }];
  });
  const outlooks = await lookAhead(deps, deps.clock.now(), call.signal);
  return { pause: await findCurrentPause(deps.db), holds, outlooks };
}

function refused(call: CommandCall, reason: StartRefusal, accounts: readonly AccountRow[] = []): Message {
  return call.texts.reply.startRefused({ reason, accounts: accounts.map(accountLabel) });
}

async function previewAll(deps: StartDeps, call: CommandCall, state: HeldState): Promise<Message> {
  const { pause, holds } = state;
  const releasable = holds.filter(({ account }) => account.lastCompleteAt !== null);
  const never = holds.filter(({ account }) => account.lastCompleteAt === null).map(({ account }) => account);
  if (pause === undefined && releasable.length === 0) {
    return never.length > 0 ? refused(call, 'never_complete', never) : refused(call, 'nothing_held');
  }
  const shown: StartPreview = {
    pauseId: pause?.pauseId ?? null,
    holds: releasable.map(({ hold }) => ({ holdId: hold.holdId, absentUserIds: hold.absentUserIds })),
    pilot: null,
  };
  const released = new Set(releasable.map(({ account }) => account.accountId));
  const affected = state.outlooks.filter((one) => pause !== undefined || released.has(one.file.accountId));
  return call.texts.reply.startPreview({
    pilot: null,
    pausedSince: pause === undefined ? null : call.local(pause.since),
    accounts: releasable.map((one) => heldAccount(one, state, call)),
    notReleasable: never.map(accountLabel),
    told: toldOfEach(affected),
    maxFirstPerDay: deps.policy.maxFirstPerDay,
    sample: sampleMessage(deps, affected),
    confirmation: await askForConfirmation(deps, { kind: 'start', actor: call.actor, preview: shown }),
  });
}

function heldAccount(
  { hold, account }: HeldState['holds'][number],
  { outlooks }: HeldState,
  call: CommandCall,
): StartPreviewModel['accounts'][number] {
  const theirs = outlooks.filter((one) => one.file.accountId === account.accountId);
  const { opened, resumed, closedEnrolled, closedOtherwise, absent } = hold.changes;
  return {
    account: accountLabel(account),
    reason: hold.reason,
    since: call.local(hold.since),
    openCases: theirs.length,
    wouldMessage: countPeopleHeld(theirs),
    notReached: theirs.filter((one) => one.contact.kind !== 'found').length,
    opened: opened + resumed,
    closed: closedEnrolled + closedOtherwise,
    absent,
  };
}

function toldOfEach(outlooks: readonly CaseOutlook[]): StartPreviewModel['told'] {
  return outlooks
    .filter((one) => eachAddressee([one]).some(({ plan }) => plan.due !== null))
    .map((one) => ({ user: labelOf(one), told: toldOf(one.contact) }));
}

/** The message as the first of them will get it: one, about all of that person's users. */
function sampleMessage(deps: StartDeps, outlooks: readonly CaseOutlook[]): Message | null {
  const { policy } = deps;
  const now = deps.clock.now();
  const due = outlooks.filter((one) => one.plan.due !== null && one.finding?.verdict === 'noncompliant');
  const person = due.map((one) => one.contact).find((contact) => contact.kind === 'found')?.person;
  if (person === undefined) return null;
  const theirs = due.flatMap((one) =>
    isContact(one, person) && one.finding !== null ? [dueCase(one, one.finding, { policy, now })] : [],
  );
  return nudgeMessage(theirs, { policy, language: policy.languageOf(person) });
}

function isContact({ contact }: CaseOutlook, { chat, memberId }: Person): boolean {
  return contact.kind === 'found' && contact.person.chat === chat && contact.person.memberId === memberId;
}

async function previewPilot(deps: StartDeps, call: CommandCall, state: HeldState): Promise<Message> {
  if (state.pause !== undefined) return refused(call, 'pilot_during_pause');
  const users: KnownUser[] = [];
  for (const name of call.args) {
    const search = await findUser(deps, call, name);
    if (search.kind === 'answer') return search.message;
    users.push(search.known);
  }
  const firstHolds = state.holds.filter(({ hold }) => hold.reason === 'first_seen');
  const holdOf = (known: KnownUser) =>
    firstHolds.find(({ account }) => account.accountId === known.account.accountId);
  const held = administratorsFirst(
    users.filter((known) => holdOf(known) !== undefined),
    ({ label }) => label.isAdministrator,
  );
  if (held.length === 0) return refused(call, 'pilot_nobody_held');
  const never = held
    .flatMap((known) => holdOf(known)?.account ?? [])
    .filter((one) => one.lastCompleteAt === null);
  if (never.length > 0) return refused(call, 'never_complete', never);
  const shown: StartPreview = {
    pauseId: null,
    holds: [],
    pilot: held.flatMap(({ label, user }) => {
      const hold = firstHolds.find((one) => one.account.accountId === user.accountId)?.hold;
      return hold === undefined ? [] : [{ user: label, holdId: hold.holdId }];
    }),
  };
  const affected = state.outlooks.filter((one) => held.some(({ user }) => user.userId === one.file.userId));
  return call.texts.reply.startPreview({
    pilot: { users: held.map((known) => known.label), wouldMessage: countPeopleHeld(affected) },
    pausedSince: null,
    accounts: [],
    notReleasable: [],
    told: toldOfEach(affected),
    maxFirstPerDay: deps.policy.maxFirstPerDay,
    sample: sampleMessage(deps, affected),
    confirmation: await askForConfirmation(deps, { kind: 'start', actor: call.actor, preview: shown }),
  });
}
