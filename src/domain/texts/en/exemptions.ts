import type { DecisionRefusal, ExemptRefusal } from '../../exemption.ts';
import { bold, code, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';

const refusals: Record<ExemptRefusal, Text> = {
  not_a_date: text`There is no such day. Please write it as ${code('2026-03-31')}.`,
  in_the_past: text`That day is over. Please give today or a later one.`,
  too_far: text`An exemption ends after 90 days at most. Please give an earlier day; it can be renewed then.`,
  reason_missing: text`Please give the reason as well: ${command('exempt <user> <date> <reason>')}.`,
  reason_too_long: text`Please give the reason in at most 200 characters.`,
  reason_has_markup: text`Please give the reason without ${code('< > * ~ |')} and backticks.`,
  asked_already: text`An exemption for this user is asked for already. Please have that one decided first, or take it back with ${command('exempt <user> off')}: ${command('status exempt')} shows it.`,
  own_phone: text`Please ask another admin: nobody exempts themselves.`,
  subject_unread: text`I could not look up whose user it is, so I cannot tell whether it is yours. Please try again in a few minutes.`,
  phone_lost_lately: text`This user had three days for a lost phone within the last 30 days. Please ask with a date and a reason instead, so that another admin decides.`,
  not_exempt: text`This user is not exempt, and nobody has asked for it.`,
};

const decisions: Record<DecisionRefusal, Text> = {
  too_many_tries: text`Too many wrong codes. Please wait five minutes.`,
  unknown_code: text`There is no such request. ${command('status exempt')} shows what waits.`,
  decided: text`This request has been decided already. ${command('history <user>')} shows how.`,
  lapsed: text`This request has lapsed: nobody decided it in time. Please have it asked for again.`,
  own_request: text`You have asked for it yourself, so another admin decides.`,
  own_account: text`It is about your own user, so another admin decides.`,
  subject_unread: text`I could not look up whose user it is, so I cannot tell whether it is yours. Please try again in a few minutes.`,
};

/** Who need not do it for a while, and who decided that. */
export const exemptions = {
  refusals,
  decisions,
  refusedSummary: 'Nothing was changed',
  nothingChanged: 'Nothing was changed.',
  nobodyDecides: text`${bold('No admin there is can decide this:')} neither who asks nor whose user it is may.`,
  addAdmin: (variables: Text) => text`Please have another admin added (${variables}) and the bot restarted.`,
  requested: {
    summary: (user: string) => text`Exemption asked for: ${user}`,
    what: (user: Inline, until: string) => text`${bold('Asked for:')} ${user} exempt until ${until}.`,
    decide: (typed: Inline, lapses: string) => text`Another admin decides, in the security channel or with ${typed}. The request lapses on ${lapses}; until it is approved nothing changes.`,
    who: (names: Text) => text`Who can: ${names}.`,
    decideAlone: (typed: Inline, lapses: string) => text`${bold('You are the only admin,')} so you decide yourself, in the security channel or with ${typed}, and it is marked so. The request lapses on ${lapses}; until it is approved nothing changes.`,
    anotherAsks: (off: Inline) => text`Or take it back with ${off} and let another admin ask for it: then you can decide.`,
    lapses: (at: string) => text`The request lapses on ${at}; until it is approved nothing changes.`,
  },
  decided: {
    summary: (user: string, isApproved: boolean) => (isApproved ? text`Approved: ${user} is exempt` : text`Declined: ${user} is not exempt`),
    approved: (user: Inline, until: string) => text`${bold('Approved.')} ${user} is exempt until ${until}, and is not written to until then.`,
    declined: (user: Inline) => text`${bold('Declined.')} Nothing changes for ${user}.`,
    singleAdmin: 'Single admin: the same one asked and decided.',
  },
  lostPhone: {
    summary: (user: string) => text`Lost phone: ${user} has three days`,
    what: (user: Inline, until: string) => text`${user} is exempt until ${until}, without approval.`,
    personTold: 'I tell the person as well, in their working hours.',
    tellThem: text`${bold('Nobody in chat is known for this user,')} so please tell the person yourself.`,
    removeFirst: text`Remove the lost device first, else nobody can bind another: RAM console › Identities › Users › the user › ${bold('MFA')} › disable the device. Then the person binds the new phone: ${command('me')} says how.`,
  },
  withdrawn: {
    summary: (user: string) => text`No longer asked for: ${user}`,
    what: (user: Inline) => text`The request to exempt ${user} is taken back. Nothing else changes.`,
  },
  ended: {
    summary: (user: string) => text`No longer exempt: ${user}`,
    what: (user: Inline) => text`${user} is no longer exempt. Who had been told gets a warning on the next working morning and seven days.`,
  },
  post: {
    summaries: {
      requested: (user: string) => text`Exemption asked for: ${user}`,
      approved: (user: string) => text`Exemption approved: ${user}`,
      declined: (user: string) => text`Exemption declined: ${user}`,
      lost_phone: (user: string) => text`Lost phone: ${user} has three days`,
    },
    requested: (who: Inline, user: Text, until: string) => text`${who} asks to exempt ${user} until ${until}.`,
    approved: (who: Inline, user: Text, until: string) => text`${who} has approved: ${user} is exempt until ${until}.`,
    declined: (who: Inline, user: Text) => text`${who} has declined: ${user} is not exempt.`,
    lostPhone: (who: Inline, user: Text, until: string) => text`${who} says that the phone of ${user} is lost: exempt until ${until}.`,
    reason: (reason: string) => text`Reason: ${reason}`,
    renewals: (count: number) => (count === 1 ? text`It has been exempt once before.` : text`It has been exempt ${String(count)} times before.`),
    subjectUnknown: 'Subject unknown: nobody in chat is known for this user.',
    otherDecides: (lapses: string) => text`Another admin decides, neither who asks nor whose user it is. The request lapses on ${lapses}.`,
    decidesAlone: (lapses: string) => text`There is no other admin: who asks decides, and it is marked so. The request lapses on ${lapses}.`,
    approve: 'Approve',
    decline: 'Decline',
  },
  /** To the person. */
  own: (until: string) => text`– exempt until ${until}`,
  inMe: 'While you are exempt I do not remind you, and nothing counts against you.',
  /** Behind a user, in a list. */
  line: (until: string, who: Inline) => text`– exempt until ${until}, approved by ${who}`,
  lineLostPhone: (until: string, who: Inline) => text`– phone lost, exempt until ${until}, by ${who}`,
  lineRequested: (until: string, who: Inline) => text`– asked for until ${until} by ${who}, not decided yet`,
  lineDecide: (typed: Inline) => text`: ${typed}`,
  lineReason: (reason: string) => text`– reason: ${reason}`,
  lineSingleAdmin: 'single admin',
  lineSubjectUnknown: 'subject unknown',
};
