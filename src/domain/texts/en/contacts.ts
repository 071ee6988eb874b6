import type { EraseRefusal } from '../../erasure.ts';
import { bold, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

/** Who is behind a RAM user. */
export const contacts = {
  notYours: {
    summary: (typed: string) => text`I know of no RAM user ${typed} of yours: nothing was done`,
    answer: (typed: Inline) => text`I know of no RAM user ${typed} of yours, so nothing was done. To see which are yours, type ${command('me')}.`,
  },
  notMe: {
    summary: (user: string) => text`Noted: ${user} is not you`,
    noted: (user: Inline) => text`Thank you. I do not write to you about ${user} any more and never take it for yours again. The admins know, and say whose it is.`,
    byMistake: 'Pressed by mistake? Tell an admin, who can link you again.',
  },
  shared: {
    summary: (user: string) => text`Noted: ${user} is a shared or service account`,
    noted: (user: Inline) => text`Thank you. The admins know now that ${user} is shared, or belongs to a service, and that you said so.`,
    goesOn: 'Until they have settled who is to be told, I go on writing to you.',
  },
  linked: {
    summary: (user: string, names: Text) => text`Linked: ${user} is ${names}`,
    to: (user: Inline, who: Text) => text`${user} is ${who}.`,
    toEach: (user: Inline, who: Text) => text`${user} is shared by ${who}: each of them is told, and one enrolment ends it for all.`,
    fromNowOn: 'Messages about it go there from now on; who was told before hears nothing more of it.',
    stillAway: (until: string, typed: Inline) => text`${bold('An admin has marked the user as away')} until ${until}: there are no messages before. Was that about somebody else? ${typed} ends it.`,
    nobodySummary: (user: string) => text`Linked: ${user} is nobody in chat`,
    nobody: (user: Inline) => text`${user} is nobody in chat: nobody is messaged about it, and it stands under ${command('status unmapped')}.`,
  },
  personNotFound: {
    summary: (typed: string) => text`${typed} could not be linked: nothing was changed`,
    why: {
      none: (typed: Inline, chat: string) => text`${typed} is nobody I can write to in ${chat}: not known there, or a bot. Nothing was changed.`,
      deactivated: (typed: Inline, chat: string) => text`${typed} is deactivated in ${chat}, so I cannot write to them. Nothing was changed.`,
      not_joined: (typed: Inline, chat: string) => text`${typed} was invited to ${chat} and has not joined yet, so I cannot write to them. Nothing was changed.`,
      ambiguous: (typed: Inline, chat: string) => text`Several people in ${chat} answer to ${typed}. Nothing was changed.`,
      unreadable: (typed: Inline, chat: string) => text`${chat} could not be asked who ${typed} is. Nothing was changed.`,
    },
    todo: {
      none: 'Please give the id of a person there, or an e-mail address or mobile number that is known there.',
      deactivated: 'Please name somebody who is there.',
      not_joined: 'Please link them once they have joined, or name somebody else.',
      ambiguous: 'Please give the id of the one you mean.',
      unreadable: 'Please try again in a few minutes.',
    },
  },
  erase: {
    summary: 'Nothing has happened yet: please look and confirm',
    title: 'Erase a person',
    about: (member: Inline, chat: string) => text`Whatever is stored about ${member} in ${chat} is deleted: id, name, e-mail address, number and free text. What was done stays on record as “erased”. ${bold('This cannot be undone.')}`,
    users: (count: number) => text`${plural(count, 'RAM user is', 'RAM users are')} theirs. Nobody is looked up or messaged for them until ${command('link <user> <person>')}:`,
    noUsers: 'No RAM user is theirs.',
    elsewhere: 'An id in another chat is erased by the same command there.',
    button: 'Erase',
    orType: (typed: Inline, minutes: number) => text`Or type ${typed}. Valid once, for you, for ${plural(minutes, 'minute')}.`,
    doneSummary: 'Erased',
    done: 'Erased. Exports, backups and messages in the chat itself still hold what they held: delete them there.',
    refusedSummary: (typed: string) => text`${typed} was not erased: nothing was changed`,
    refused: {
      admin: (typed: Inline) => text`${typed} is an admin, whose actions must stay on record: take them out of the list of admins and restart first.`,
      nothing_stored: (typed: Inline) => text`Nothing is stored about ${typed}. Somebody who has left is found by their id alone.`,
      under_way: (typed: Inline) => text`A message to ${typed} is being sent right now. Please try again in a minute.`,
      ambiguous: (typed: Inline) => text`Several people answer to ${typed}. Please give the id of the one you mean.`,
      unreadable: (typed: Inline) => text`The chat could not be asked about ${typed} just now. Please try again in a few minutes.`,
    } satisfies Record<EraseRefusal, (typed: Inline) => Text>,
  },
  /** Who said something, for readers in any chat. */
  speaker: (name: Inline, id: Inline, chat: string): Text => text`${name} (${id} in ${chat})`,
  disputed: {
    summary: (name: string, user: string) => text`${name} says: ${user} is not me`,
    title: 'Somebody says: this is not me',
    said: (who: Text, user: Inline, account: Inline) => text`${who} says that RAM user ${user} in account ${account} is somebody else’s. I do not write to them about it any more.`,
    waits: 'Nobody is told until one of you settles it:',
    othersGoOn: 'The others I know for it are told as before: there is nothing to do.',
    enforce: (typed: Inline) => text`${typed} – whoever it is: require MFA at the next sign-in`,
  },
  sharedAccount: {
    summary: (name: string, user: string) => text`${name} says: ${user} is a shared or service account`,
    title: 'Somebody says: this account is shared',
    said: (who: Text, user: Inline, account: Inline) => text`${who} says that RAM user ${user} in account ${account} is shared, or belongs to a service.`,
    goesOn: 'They are still the one I remind. To settle it:',
    exempt: (typed: Inline) => text`${typed} – until it is replaced: no messages`,
    several: (tool: Inline) => text`Several people share it: name them all in that command, with spaces between. The owner of a service account: name them by ${tool} where the bot runs.`,
  },
  settle: {
    somebody: (typed: Inline) => text`${typed} – this person answers for it`,
    nobody: (typed: Inline) => text`${typed} – nobody in chat does: nobody is messaged`,
  },
};
