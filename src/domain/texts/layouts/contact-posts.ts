import type { MemberKey } from '../../contact.ts';
import { bold, code, type Message, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, compose, heading, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag } from './in-words.ts';

/** Who said it: read in any chat, so by name, id and chat. */
interface Speaker extends MemberKey {
  readonly displayName: string;
}

interface DisputedModel {
  readonly user: UserLabel;
  readonly by: Speaker;
  /** false: others are written to about this user anyway. */
  readonly isSuspended: boolean;
}

export function disputed(words: Words, { user, by, isSuspended }: DisputedModel): Message {
  const w = words.contacts.disputed;
  return compose(words.language, w.summary(by.displayName, user.userName), [
    heading(w.title),
    paragraph(
      w.said(speaker(words, by), userTag(user), accountTag(words, user.account)),
      isSuspended ? w.waits : w.othersGoOn,
    ),
    isSuspended
      ? bullets([...linkLines(words, user), w.enforce(command(`enforce ${user.logonName}`))])
      : null,
  ]);
}

export function shared(
  words: Words,
  { user, by }: { readonly user: UserLabel; readonly by: Speaker },
): Message {
  const w = words.contacts.sharedAccount;
  const { date, reason } = words.replies.placeholders;
  return compose(words.language, w.summary(by.displayName, user.userName), [
    heading(w.title),
    paragraph(w.said(speaker(words, by), userTag(user), accountTag(words, user.account)), w.goesOn),
    bullets([...linkLines(words, user), w.exempt(command(`exempt ${user.logonName} <${date}> <${reason}>`))]),
    paragraph(w.several(code('npm run contacts'))),
  ]);
}

function speaker({ contacts, vocabulary }: Words, { displayName, memberId, chat }: Speaker): Text {
  return contacts.speaker(bold(displayName), code(memberId), vocabulary.chatName(chat));
}

function linkLines(words: Words, { logonName }: UserLabel): readonly Text[] {
  const w = words.contacts.settle;
  const { person } = words.replies.placeholders;
  return [w.somebody(command(`link ${logonName} <${person}>`)), w.nobody(command(`link ${logonName} none`))];
}
