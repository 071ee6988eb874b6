import type { ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ErasePreview, EraseRefusal } from '../../erasure.ts';
import { bold, code, type Message, person } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  buttons,
  compose,
  firstLines,
  heading,
  joined,
  listed,
  note,
  paragraph,
} from '../compose.ts';
import { command, typedName, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { userText } from './in-words.ts';
import type { Confirmation } from './start.ts';

interface LinkedModel {
  readonly user: UserLabel;
  /** Each is told; empty: nobody is. */
  readonly people: readonly { readonly memberId: string; readonly displayName: string }[];
  /** An admin's word from before: of the user, whoever it is. */
  readonly awayUntil: LocalInstant | null;
}

interface PersonNotFoundModel {
  readonly typed: string;
  readonly chat: ChatName;
  readonly why:
    | { readonly kind: 'none' | 'deactivated' | 'not_joined' | 'ambiguous' }
    | { readonly kind: 'unreadable'; readonly code: string };
}

/** Of other people's users nothing is said, not even that they exist. */
export function notYours(words: Words, { typed }: { readonly typed: string }): Message {
  const w = words.contacts.notYours;
  return compose(words.language, w.summary(typed), [paragraph(w.answer(code(typed)))]);
}

export function notMe(words: Words, { user }: { readonly user: UserLabel }): Message {
  const w = words.contacts.notMe;
  return compose(words.language, w.summary(user.userName), [
    paragraph(w.noted(userTag(user))),
    paragraph(w.byMistake),
  ]);
}

export function shared(words: Words, { user }: { readonly user: UserLabel }): Message {
  const w = words.contacts.shared;
  return compose(words.language, w.summary(user.userName), [paragraph(w.noted(userTag(user)), w.goesOn)]);
}

export function linked(words: Words, { user, people, awayUntil }: LinkedModel): Message {
  const { contacts, grammar } = words;
  const w = contacts.linked;
  if (people.length === 0) {
    return compose(words.language, w.nobodySummary(user.userName), [paragraph(w.nobody(userTag(user)))]);
  }
  const names = people.map(({ displayName }) => displayName);
  const who = people.map((one) => joined(bold(one.displayName), grammar.brackets(person(one.memberId))));
  const to = people.length === 1 ? w.to : w.toEach;
  const stillAway =
    awayUntil === null
      ? null
      : w.stillAway(grammar.whenWithZone(awayUntil), command(`away ${typedName(user)} off`));
  return compose(words.language, w.summary(user.userName, listed(grammar, names, USERS_SHOWN_MAX)), [
    paragraph(to(userTag(user), listed(grammar, who, USERS_SHOWN_MAX)), w.fromNowOn),
    stillAway === null ? null : paragraph(stillAway),
  ]);
}

export function personNotFound(words: Words, { typed, chat, why }: PersonNotFoundModel): Message {
  const { contacts, grammar, vocabulary } = words;
  const w = contacts.personNotFound;
  const said = w.why[why.kind](code(typed), vocabulary.chatName(chat));
  const vendorCode = why.kind === 'unreadable' ? grammar.brackets(code(why.code)) : null;
  return compose(words.language, w.summary(typed), [paragraph(said, vendorCode, w.todo[why.kind])]);
}

interface ErasePreviewModel extends ErasePreview {
  readonly confirmation: Confirmation;
}

const USERS_SHOWN_MAX = 20;

export function erasePreview(words: Words, model: ErasePreviewModel): Message {
  const { contacts, grammar, vocabulary } = words;
  const w = contacts.erase;
  const { chat, memberId, users, confirmation } = model;
  const typed = `confirm ${confirmation.code}`;
  const line = (user: UserLabel) => userText(words, user);
  return compose(words.language, w.summary, [
    heading(w.title),
    paragraph(w.about(code(memberId), vocabulary.chatName(chat))),
    paragraph(users.length === 0 ? w.noUsers : w.users(users.length)),
    bullets(firstLines(grammar, users, { max: USERS_SHOWN_MAX, line })),
    paragraph(w.elsewhere),
    buttons({ label: w.button, command: typed, style: 'danger' }),
    note(w.orType(command(typed), confirmation.validMinutes)),
  ]);
}

export function erased(words: Words, { users }: Pick<ErasePreview, 'users'>): Message {
  const w = words.contacts.erase;
  return compose(words.language, w.doneSummary, [
    paragraph(w.done),
    users.length === 0 ? null : paragraph(w.users(users.length)),
    bullets(firstLines(words.grammar, users, { max: USERS_SHOWN_MAX, line: (one) => userText(words, one) })),
  ]);
}

export function eraseRefused(
  words: Words,
  { reason, typed }: { readonly reason: EraseRefusal; readonly typed: string },
): Message {
  const w = words.contacts.erase;
  return compose(words.language, w.refusedSummary(typed), [paragraph(w.refused[reason](code(typed)))]);
}
