import type { BatchMessenger, Person } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { mustWait } from '../domain/delivery.ts';
import { noticeKey } from '../domain/notice.ts';
import { cancelNotice, type SaidNotice } from '../store/notices.ts';
import { checkAll, isStopped, type PersonDelivery, sentNotice } from './check-due.ts';
import { type Addressee, deliverInCohorts } from './deliver-batch.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { LiveCheck } from './live-check.ts';
import { noteStatuses } from './note-statuses.ts';
import { nudgeMessage } from './nudge.ts';
import { type CaseOutlook, eachAddressee, lookAhead } from './outlook.ts';
import { patiently } from './patiently.ts';
import { readQuotas } from './quota.ts';
import { isDueForgotten, recallLadder } from './recall.ts';
import { sendClaimed } from './send-claimed.ts';

/** One pass over everything due; of those who share a user, the others hear once the first of them was told. */
export async function deliverDue(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const othersWait = await deliverRound(deps, signal);
  if (othersWait && !signal.aborted) await deliverRound(deps, signal);
}

/** Checked live, claimed, sent, settled; one message per person. True where somebody waits for another to start the clock. */
async function deliverRound(deps: DeliveryDeps, signal: AbortSignal): Promise<boolean> {
  const now = deps.clock.now();
  const cases = await lookAhead(deps, now, signal);
  await noteStatuses(deps, cases, now);
  await cancelOfFormer(deps, cases, now);
  const outlooks = eachAddressee(cases);
  deps.waiting.note(outlooks.filter((one) => one.plan.due !== null && one.heldBecause === null));
  const mayBeDue = outlooks.filter((one) => one.plan.due !== null && mayBeTried(deps, one));
  // Two who were told at once would each start the clock of their case.
  const ready = mayBeDue.filter((one) => isReady(one, now));
  const starters = new Map(ready.toReversed().map((one) => [one.file.caseId, one]));
  const waits = (one: CaseOutlook) => one.progress.toldAt === null && starters.get(one.file.caseId) !== one;
  const due = mayBeDue.filter((one) => !waits(one));
  const run = { check: deps.newLiveCheck(), signal };
  const batching = await batchingChats(deps, outlooks);
  // Who was refused is tried last: somebody else may show that the chat works.
  const people = [...byPerson(due)].toSorted((a, b) => Number(isRefused(a)) - Number(isRefused(b)));
  // What stops one chat, a revoked token or a spent quota, does not stop the other.
  for (const chat of deps.messengers.keys()) {
    await deliverInChat(
      deps,
      people.filter(([person]) => person.chat === chat),
      {
        chat,
        batch: batching.get(chat) ?? null,
        ...run,
      },
    );
  }
  return mayBeDue.some((one) => waits(one) && starters.has(one.file.caseId));
}

/** Neither on its way already, nor put off by the chat: who waits for that keeps nobody else waiting. */
function isReady({ plan, notices, audience }: CaseOutlook, now: EpochMs): boolean {
  const isDue = (one: SaidNotice) =>
    one.audience === audience && one.step === plan.due?.step && one.occurrence === plan.due.occurrence;
  const planned = notices.find(isDue);
  return planned === undefined || (planned.state !== 'sending' && !mustWait(planned.retryAt, now));
}

/** What was to be said to who is not behind a user any more ends here. */
async function cancelOfFormer(
  { db }: DeliveryDeps,
  cases: readonly CaseOutlook[],
  at: EpochMs,
): Promise<void> {
  for (const { file, ofFormer } of cases)
    for (const one of ofFormer) {
      const { accountId, userId } = file;
      await cancelNotice(db, noticeKey({ ...one, accountId, userId }), { reason: 'no_recipient', at });
    }
}

/** What nothing holds; and where a chat was refused, whoever it takes to find out that it works again. */
function mayBeTried({ watch }: DeliveryDeps, { heldBecause, contact }: CaseOutlook): boolean {
  if (heldBecause === null) return true;
  if (contact.kind !== 'found' || watch.gate(contact.person.chat, 'person') !== 'probing') return false;
  return heldBecause === 'chat_failing' || heldBecause === 'refused';
}

const isRefused = ([, theirs]: Addressee) => theirs.some(({ heldBecause }) => heldBecause === 'refused');

async function deliverInChat(
  deps: DeliveryDeps,
  people: readonly Addressee[],
  run: {
    readonly chat: ChatName;
    readonly batch: BatchMessenger | null;
    readonly check: LiveCheck;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { chat, batch } = run;
  // A chat that was refused is tried with one person, never with twenty at once.
  const mayShare = batch !== null && deps.watch.gate(chat, 'person') === 'open';
  const isForgotten = isDueForgotten(deps);
  const shared = mayShare ? people.filter((one) => isSameForMany(one) && !one[1].some(isForgotten)) : [];
  const goesOn = await deliverOneByOne(
    deps,
    people.filter((one) => !shared.includes(one)),
    run,
  );
  if (goesOn && batch !== null) await deliverInCohorts(deps, shared, { ...run, batch });
}

/**
 * A reminder that stands for a first message nobody knows to have arrived says more than the cohort's words, and so does what
 * follows an exemption; an account that is not one's own alone asks for other words.
 */
function isSameForMany([, theirs]: Addressee): boolean {
  return !theirs.some(
    ({ plan, standing, endsExemption }) =>
      standing.kind !== 'own' || endsExemption || (plan.due?.step === 'reminder' && plan.due.complete),
  );
}

/** False when nothing else can be sent in this chat and run. */
async function deliverOneByOne(
  deps: DeliveryDeps,
  people: readonly Addressee[],
  run: { readonly check: LiveCheck; readonly signal: AbortSignal },
): Promise<boolean> {
  for (const [person, theirs] of people) {
    const gate = deps.watch.gate(person.chat, 'person');
    if (gate === 'closed' || run.signal.aborted || (await isStopped(deps))) return false;
    if (gate === 'open' && isRefused([person, theirs])) continue;
    if (!(await deliverToPerson(deps, { person, theirs, ...run }))) return false;
  }
  return true;
}

/** The chats whose month is so far used up that people share calls. */
async function batchingChats(
  deps: DeliveryDeps,
  outlooks: readonly CaseOutlook[],
): Promise<ReadonlyMap<ChatName, BatchMessenger>> {
  const quotas = await readQuotas(deps, outlooks, deps.clock.now());
  const pairs = quotas.flatMap(({ chat, batching }): [ChatName, BatchMessenger][] => {
    const batch = deps.batchMessengers.get(chat);
    return batching && batch !== undefined ? [[chat, batch]] : [];
  });
  return new Map(pairs);
}

function byPerson(due: readonly CaseOutlook[]): ReadonlyMap<Person, readonly CaseOutlook[]> {
  const groups = new Map<string, { person: Person; theirs: CaseOutlook[] }>();
  for (const outlook of due) {
    if (outlook.contact.kind !== 'found') continue;
    const { person } = outlook.contact;
    const group = groups.get(`${person.chat}/${person.memberId}`) ?? { person, theirs: [] };
    group.theirs.push(outlook);
    groups.set(`${person.chat}/${person.memberId}`, group);
  }
  return new Map([...groups.values()].map(({ person, theirs }) => [person, theirs]));
}

/** False when nothing else can be sent in this chat and run either. */
function deliverToPerson(deps: DeliveryDeps, delivery: PersonDelivery): Promise<boolean> {
  const { person, signal } = delivery;
  const language = deps.policy.languageOf(person);
  return patiently(deps, signal, async () => {
    const recall = await recallLadder(deps, delivery);
    if (recall === 'news') return { kind: 'goes_on' };
    // Looked at anew after every wait: what was seen a minute ago may be over.
    const stillTrue = await checkAll(deps, delivery);
    if (stillTrue.length === 0) return { kind: 'goes_on' };
    const message = nudgeMessage(stillTrue, { policy: deps.policy, language });
    const notices = stillTrue.map(sentNotice);
    return sendClaimed(deps, { person, language, message, notices, recall, signal });
  });
}
