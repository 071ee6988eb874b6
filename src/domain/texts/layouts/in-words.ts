import type { AbsenceLine } from '../../absence.ts';
import type { IncompleteReason } from '../../audit-run.ts';
import { CHATS, type ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ChatCode, CodeMeaning } from '../../code-meaning.ts';
import type { ContactLine, ContactWay, Told } from '../../contact.ts';
import type { ExemptionLine } from '../../exemption.ts';
import type { Finding } from '../../finding.ts';
import { type Block, bold, code, type Inline, person, type Text } from '../../message.ts';
import type { AccountLabel, UserLabel } from '../../ram-user.ts';
import { joined, listed, paragraph, type Sentence } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';

/** Why an account is incomplete. */
export interface Incomplete {
  readonly reason: IncompleteReason;
  readonly code: string | null;
  readonly lastCompleteAt: LocalInstant | null;
}

export type MessagingState =
  | { readonly kind: 'on' }
  | { readonly kind: 'off' }
  | { readonly kind: 'paused'; readonly since: LocalInstant; readonly byMemberId: string };

/** The configured contact, or who it stands for while none is configured. */
export function contactName({ vocabulary }: Words, securityContact: string | null): Inline {
  return securityContact === null ? vocabulary.securityTeam : bold(securityContact);
}

/** How to tell this from phishing without trusting it, and whom to ask. */
export function genuine(words: Words, securityContact: string | null): Block {
  return paragraph(words.nudge.genuine(contactName(words, securityContact)));
}

/** `corp (1234567890123456)` */
export function accountName({ grammar }: Words, { alias, accountId }: AccountLabel): string {
  return alias === null ? accountId : grammar.account(alias, accountId);
}

export function accountTag(words: Words, account: AccountLabel): Inline {
  return bold(accountName(words, account));
}

/** Its logon name, and that it may do everything where that is known. */
export function userText({ grammar, vocabulary }: Words, user: UserLabel): Text {
  return joined(userTag(user), user.isAdministrator ? grammar.brackets(vocabulary.administrator) : null);
}

/** What was found, with the vendor's code where it could not be read. */
export function findingText(words: Words, finding: Finding): Text {
  const { vocabulary } = words;
  if (finding.verdict === 'compliant') return vocabulary.mfaIsOn(vocabulary.devices[finding.mfaDevice]);
  return withCode(words, vocabulary.findings[finding.reason], finding.errorCode);
}

/** Why an account is incomplete, and what was last known to be whole. */
export function incompleteText(words: Words, incomplete: Incomplete): Text {
  const { grammar, vocabulary } = words;
  const { reason, code: vendorCode, lastCompleteAt } = incomplete;
  return joined(
    withCode(words, vocabulary.incompleteReasons[reason], vendorCode),
    lastCompleteAt === null
      ? vocabulary.neverComplete
      : vocabulary.lastComplete(grammar.when(lastCompleteAt)),
  );
}

const NAMES_SHOWN_MAX = 10;

/** Who it is, by which rule, or why nobody. */
export function contactText(words: Words, contact: ContactLine): Text {
  const { grammar, vocabulary } = words;
  const { memberId, furtherIds = [] } = contact;
  const ids = memberId === null ? [] : [memberId, ...furtherIds];
  return joined(
    ids.length === 0 ? null : listed(grammar, ids.map(person), NAMES_SHOWN_MAX),
    contact.via === null ? null : grammar.brackets(wayText(vocabulary, contact.via)),
    contact.kind === 'found' ? null : vocabulary.noContact[contact.kind],
    contact.because === null ? null : grammar.brackets(meaningInWords(words, contact.because).what),
  );
}

/** `→ Ann Lee, by e-mail address`, or that it is nobody, or not known. */
export function toldText({ grammar, vocabulary }: Words, told: Told): Text {
  if (told.kind === 'nobody') return [vocabulary.toldNobody];
  if (told.kind === 'not_known') return [vocabulary.toldNotKnown];
  const names = listed(grammar, told.displayNames.map(bold), NAMES_SHOWN_MAX);
  return vocabulary.toldTo(names, wayText(vocabulary, told.via));
}

function wayText({ contactWays, contactByTag, chatName }: Words['vocabulary'], way: ContactWay): Text {
  return typeof way === 'string' ? [contactWays[way]] : contactByTag(chatName(way.tagIn));
}

export function messagingText({ grammar, vocabulary }: Words, messaging: MessagingState): Text {
  switch (messaging.kind) {
    case 'on':
      return [vocabulary.messaging.on];
    case 'off':
      return vocabulary.messaging.off;
    case 'paused':
      return vocabulary.messaging.paused(grammar.when(messaging.since), person(messaging.byMemberId));
    default:
      return messaging satisfies never;
  }
}

/** Until when, and by whose word. */
export function awayText({ away, grammar }: Words, { kind, memberId, untilAt, zone }: AbsenceLine): Text {
  return away.lines[kind](grammar.when({ at: untilAt - 1, zone }), person(memberId));
}

/** Granted time, or asked for, as admins are shown it. */
export interface ShownExemption extends ExemptionLine {
  readonly until: LocalInstant;
}

/** Until when and by whom, why, and what is to be known of how it came about; of a request, how to decide it. */
export function exemptionText({ exemptions: w, grammar }: Words, exemption: ShownExemption): Text {
  const { state, kind, requestedBy, decidedBy, until, code: typed, reason } = exemption;
  const day = grammar.when(until);
  const isAsked = state === 'requested';
  const by = person(isAsked ? requestedBy : (decidedBy ?? requestedBy));
  const line = isAsked ? w.lineRequested : kind === 'lost_phone' ? w.lineLostPhone : w.line;
  return joined(
    line(day, by),
    exemption.singleAdmin ? grammar.brackets(w.lineSingleAdmin) : null,
    exemption.subjectKnown ? null : grammar.brackets(w.lineSubjectUnknown),
    isAsked && typed !== null ? w.lineDecide(command(`approve ${typed}`)) : null,
    reason === '' ? null : w.lineReason(reason),
  );
}

/** With the vendor's code behind it, where there is one. */
export function withCode({ grammar }: Words, sentence: Sentence, vendorCode: string | null): Text {
  return joined(sentence, vendorCode === null ? null : grammar.brackets(code(vendorCode)));
}

/** What a code of this chat means, and what to do about it; null: nothing. */
export function meaningInWords(
  words: Words,
  { chat, meaning }: { readonly chat: ChatName; readonly meaning: CodeMeaning },
): { readonly what: Text; readonly todo: Text | null } {
  const { codeMeanings, grammar, vocabulary } = words;
  const { what, todo } = codeMeanings[meaning];
  const { variables, tag } = CHATS[chat];
  const name = vocabulary.chatName(chat);
  const credentials = listed(grammar, variables.credentials.map(code), variables.credentials.length);
  const about = { chat: name, credentials, channel: code(variables.channel), tag: code(tag) };
  return { what: what(name), todo: todo === null ? null : todo(about) };
}

/** The code, where there is one, and what it means. */
export function codeInWords(words: Words, chatCode: ChatCode): Text {
  const { what } = meaningInWords(words, chatCode);
  return chatCode.code === null ? what : joined(code(chatCode.code), words.grammar.colon, what);
}

/** That no admin there is may decide what is asked for, and what changes that: where another is named. */
export function nobodyDecides(
  { exemptions, grammar }: Words,
  adminVariables: readonly string[],
): readonly Sentence[] {
  const variables = listed(grammar, adminVariables.map(code), adminVariables.length);
  return [exemptions.nobodyDecides, exemptions.addAdmin(variables)];
}
