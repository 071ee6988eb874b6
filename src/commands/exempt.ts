import { contactsOfEverybody, membersOf, type Subject } from '../contacts/members-of.ts';
import { CHATS } from '../domain/chats.ts';
import { isSamePerson, type MemberKey } from '../domain/contact.ts';
import {
  type Deciders,
  type Decision,
  decidersOf,
  type ExemptRefusal,
  isWaiting,
  LOST_PHONE_DAYS,
  lapsesAt,
  wasGranted,
  whyNotLostPhone,
  whyNotRequested,
} from '../domain/exemption.ts';
import type { Message } from '../domain/message.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { addDays, localDate, startOfDay } from '../domain/work-calendar.ts';
import { resumeAfterExemption } from '../outreach/end-exemptions.ts';
import { planLostPhoneNotice } from '../outreach/exemption-notices.ts';
import { recordActivity } from '../store/activity.ts';
import { findContactRecord } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import {
  decideExemption,
  type ExemptionRow,
  endExemption,
  insertExemption,
  listExemptionsOfUser,
} from '../store/exemptions.ts';
import { planChannelPosts } from '../store/posts.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { findUser, type KnownUser } from './find-user.ts';

export type ExemptDeps = Pick<
  CommandDeps,
  'db' | 'clock' | 'contactRules' | 'policy' | 'audiences' | 'newId' | 'newCode' | 'wakeDelivery'
>;

/** Granted time needs a second admin; a lost phone gets three days at once. */
export const exempt: Command = {
  usage: 'exempt <user> <date> <reason> | <user> lost-phone|off',
  words: { min: 2, max: Number.POSITIVE_INFINITY },
  async run(deps: ExemptDeps, call) {
    const [typed = '', what = '', ...reason] = call.args;
    const search = await findUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { known } = search;
    if (what.toLowerCase() === 'off') return takeBack(deps, call, known);
    if (what.toLowerCase() === 'lost-phone') return lostPhone(deps, call, known);
    return request(deps, call, { known, date: what, reason: reason.join(' ') });
  },
};

const refused = (call: CommandCall, reason: ExemptRefusal): Message =>
  call.texts.reply.exemptRefused({ reason });

async function request(
  deps: ExemptDeps,
  call: CommandCall,
  ask: { readonly known: KnownUser; readonly date: string; readonly reason: string },
): Promise<Message> {
  const { db, policy } = deps;
  const { known, date, reason } = ask;
  const at = deps.clock.now();
  const invalid = whyNotRequested(ask, localDate(at, policy.timeZone));
  if (invalid !== null) return refused(call, invalid);
  const earlier = await listExemptionsOfUser(db, known.user);
  if (earlier.some((one) => isWaiting(one, at))) return refused(call, 'asked_already');
  const { accountId, userId } = known.user;
  const parties = await partiesOf(deps, { known, requester: call.actor }, call.signal);
  const deciders = decidersOf(parties);
  const untilAt = startOfDay(addDays(date, 1), policy.timeZone);
  const code = deps.newCode();
  const exemption = await db.inTransaction(async (trx) => {
    const row = await insertExemption(trx, {
      ...{ accountId, userId, kind: 'reasoned', reason, code, actor: call.actor },
      ...{ untilAt, requestedAt: at, lapsesAt: lapsesAt({ askedAt: at, untilAt }) },
      subjectKnown: parties.subject.length > 0,
    });
    await recordActivity(trx, at, [
      { kind: 'exemption_requested', actor: call.actor, accountId, userId, detail: date },
    ]);
    await announce(trx, deps, { known, exemption: row, event: 'requested', deciders: deciders.kind });
    return row;
  });
  deps.wakeDelivery();
  return call.texts.reply.exemptRequested({
    user: known.label,
    code,
    until: call.local(exemption.untilAt - 1),
    lapses: call.local(exemption.lapsesAt),
    deciders,
    chat: call.actor.chat,
    adminVariables: adminVariablesOf(deps),
  });
}

async function lostPhone(deps: ExemptDeps, call: CommandCall, known: KnownUser): Promise<Message> {
  const { db, policy } = deps;
  const at = deps.clock.now();
  const subject = await subjectOf(deps, known, call.signal);
  const earlier = await listExemptionsOfUser(db, known.user);
  const lastAt = earlier.findLast(({ kind }) => kind === 'lost_phone')?.requestedAt ?? null;
  const contacts = await contactsOfEverybody(deps, call.signal);
  const isOwn = subject.members.some((member) => isSamePerson(member, call.actor, contacts));
  const invalid = whyNotLostPhone({ isOwn, isUnread: subject.isUnread, lastAt }, at);
  if (invalid !== null) return refused(call, invalid);
  const { accountId, userId } = known.user;
  const untilAt = startOfDay(addDays(localDate(at, policy.timeZone), LOST_PHONE_DAYS + 1), policy.timeZone);
  await db.inTransaction(async (trx) => {
    const row = await insertExemption(trx, {
      ...{ accountId, userId, kind: 'lost_phone', reason: '', code: null, actor: call.actor },
      ...{ untilAt, requestedAt: at, lapsesAt: untilAt, subjectKnown: subject.members.length > 0 },
    });
    await recordActivity(trx, at, [{ kind: 'exemption_lost_phone', actor: call.actor, accountId, userId }]);
    await planLostPhoneNotice(trx, row);
    await announce(trx, deps, { known, exemption: row, event: 'lost_phone' });
  });
  deps.wakeDelivery();
  const isPersonKnown = subject.members.length > 0;
  return call.texts.reply.lostPhone({ user: known.label, until: call.local(untilAt - 1), isPersonKnown });
}

async function takeBack(deps: ExemptDeps, call: CommandCall, known: KnownUser): Promise<Message> {
  const { db, policy } = deps;
  const now = deps.clock.now();
  const { accountId, userId } = known.user;
  const all = await listExemptionsOfUser(db, known.user);
  const current = all.filter(({ state }) => state === 'active');
  const waiting = all.filter((one) => isWaiting(one, now));
  if (current.length + waiting.length === 0) return refused(call, 'not_exempt');
  await db.inTransaction(async (trx) => {
    for (const one of waiting) await withdraw(trx, deps, { call, known, exemption: one });
    if (current.length === 0) return;
    for (const one of current) await endExemption(trx, one, { state: 'ended', at: now });
    await recordActivity(trx, now, [{ kind: 'exemption_ended', actor: call.actor, accountId, userId }]);
    await resumeAfterExemption(trx, { accountId, userId }, { policy, now });
  });
  deps.wakeDelivery();
  return current.length === 0
    ? call.texts.reply.exemptWithdrawn({ user: known.label })
    : call.texts.reply.exemptEnded({ user: known.label });
}

/** What waits to be decided is off the table, whoever asked for it: to say no is every admin's. */
async function withdraw(
  trx: Store,
  deps: ExemptDeps,
  { call, known, exemption }: { call: CommandCall; known: KnownUser; exemption: ExemptionRow },
): Promise<void> {
  const decision = {
    state: 'declined',
    by: call.actor,
    at: deps.clock.now(),
    singleAdmin: false,
  } as const;
  const declined = await recordDecision(trx, exemption, decision);
  if (declined === null) return;
  await announce(trx, deps, { known, exemption: declined, event: 'declined' });
}

/** The request as it was decided; null: somebody else has decided it meanwhile. */
export async function recordDecision(
  trx: Store,
  exemption: ExemptionRow,
  decision: Parameters<typeof decideExemption>[2],
): Promise<ExemptionRow | null> {
  const { exemptionId, accountId, userId } = exemption;
  const { state, by, at, singleAdmin } = decision;
  if (!(await decideExemption(trx, exemptionId, decision))) return null;
  const kind = state === 'active' ? 'exemption_approved' : 'exemption_declined';
  const detail = singleAdmin ? 'single_admin' : null;
  await recordActivity(trx, at, [{ kind, actor: by, accountId, userId, detail }]);
  return { ...exemption, state, decidedBy: by.memberId, singleAdmin };
}

/** Whose user it is about. */
export async function subjectOf(
  { db, contactRules }: Pick<ExemptDeps, 'db' | 'contactRules'>,
  { user }: Pick<KnownUser, 'user'>,
  signal: AbortSignal,
): Promise<Subject> {
  return membersOf({ user, record: await findContactRecord(db, user) }, contactRules, signal);
}

/** Of what is asked for: who asks, whom it is about, and who there is to decide. */
export async function partiesOf(
  deps: Pick<ExemptDeps, 'db' | 'contactRules' | 'audiences'>,
  ask: { readonly known: Pick<KnownUser, 'user'>; readonly requester: MemberKey },
  signal: AbortSignal,
): Promise<Omit<Decision, 'decider'>> {
  const { members, isUnread } = await subjectOf(deps, ask.known, signal);
  return {
    requester: ask.requester,
    subject: members,
    isSubjectUnread: isUnread,
    admins: deps.audiences.flatMap(({ chat, adminIds }) => adminIds.map((memberId) => ({ chat, memberId }))),
    contacts: await contactsOfEverybody(deps, signal),
  };
}

/** Where admins are named, of the chats there are. */
export function adminVariablesOf({ audiences }: Pick<ExemptDeps, 'audiences'>): readonly string[] {
  return audiences.map(({ chat }) => CHATS[chat].variables.admins);
}

/** Everything about exemptions is said in the security channel. */
export async function announce(
  trx: Store,
  deps: Pick<ExemptDeps, 'audiences' | 'newId' | 'clock' | 'policy'>,
  about: {
    readonly known: Pick<KnownUser, 'label'>;
    readonly exemption: ExemptionRow;
    readonly event: 'requested' | 'approved' | 'declined' | 'lost_phone';
    /** Of a request; what is decided is not asked any more. */
    readonly deciders?: Deciders['kind'];
  },
): Promise<void> {
  const { known, exemption, event, deciders } = about;
  const zone = deps.policy.timeZone;
  const renewals = event === 'lost_phone' ? 0 : await countEarlier(trx, exemption);
  await planChannelPosts(trx, deps, {
    kind: 'exemption',
    subject: `${exemption.exemptionId}/${event}`,
    at: deps.clock.now(),
    message: (language) =>
      textsFor(language).channel.exemption({
        ...{ user: known.label, event, renewals, code: exemption.code, reason: exemption.reason },
        until: { at: exemption.untilAt - 1, zone },
        lapses: { at: exemption.lapsesAt, zone },
        requestedBy: exemption.requestedBy,
        decidedBy: exemption.decidedBy,
        singleAdmin: exemption.singleAdmin,
        subjectKnown: exemption.subjectKnown,
        isDecidedAlone: deciders === 'requester',
        adminVariables: deciders === 'nobody' ? adminVariablesOf(deps) : null,
      }),
  });
}

/** How often the user was exempt for a reason before this one. */
async function countEarlier(trx: Store, exemption: ExemptionRow): Promise<number> {
  const all = await listExemptionsOfUser(trx, exemption);
  const earlier = all.filter(({ exemptionId }) => exemptionId !== exemption.exemptionId);
  return earlier.filter((one) => one.kind === 'reasoned' && wasGranted(one)).length;
}
