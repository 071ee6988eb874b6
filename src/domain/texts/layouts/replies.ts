import type { LocalInstant } from '../../clock.ts';
import type { CommandName } from '../../command.ts';
import type { ConfirmationRefusal } from '../../confirmation.ts';
import { type Block, code, type Inline, type Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, buttons, compose, firstLines, heading, note, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { checkAgain } from './enrolment.ts';
import { accountTag } from './in-words.ts';

interface HelpModel {
  readonly commands: readonly {
    /** `status [<user>|<list>]`, from the command table. */
    readonly usage: string;
    readonly name: CommandName;
  }[];
  /** Of the program. */
  readonly version: string;
}

interface HereModel {
  readonly conversationId: string;
  readonly variable: string;
  readonly isDirect: boolean;
}

const SHOWN_MAX = 10;

export function help(words: Words, { commands, version }: HelpModel): Message {
  const w = words.replies.help;
  return compose(words.language, w.summary, [
    heading(w.title),
    bullets(
      commands.map(({ usage, name }) => w.line(typedUsage(words, usage), words.replies.commands[name])),
    ),
    // Who can name no users need not know how.
    commands.some(({ usage }) => usage.includes('<user>')) ? paragraph(w.users) : null,
    note(w.version(version)),
  ]);
}

/** A usage with its `<user>` in the reader's language. */
function typedUsage({ replies }: Words, usage: string): Inline {
  const known: Readonly<Record<string, string>> = replies.placeholders;
  return command(usage.replace(/<([\w-]+)>/gu, (_, name: string) => `<${known[name] ?? name}>`));
}

function helpButton({ replies }: Words): Block {
  return buttons({ label: replies.help.button, command: 'help' });
}

/** One neutral line; says nothing of what exists. */
export function refused(words: Words): Message {
  const w = words.replies.refused;
  return compose(words.language, w.summary, [paragraph(w.answer)]);
}

/** The command is not taken where others read the answer: write to the bot directly. */
export function notHere(words: Words): Message {
  const w = words.replies.notHere;
  return compose(words.language, w.summary, [paragraph(w.answer)]);
}

/** The id that the configuration wants for this conversation, and the variable it goes into. */
export function here(words: Words, { conversationId, variable, isDirect }: HereModel): Message {
  const w = words.replies.here;
  return compose(words.language, w.summary(conversationId), [
    paragraph(w.id(code(conversationId))),
    paragraph(isDirect ? w.direct(code(variable)) : w.channel(code(variable))),
  ]);
}

export function unknownCommand(
  words: Words,
  { typed, suggestion }: { readonly typed: string; readonly suggestion: string | null },
): Message {
  const w = words.replies.unknownCommand;
  return compose(words.language, w.summary, [
    paragraph(w.typed(command(typed)), suggestion === null ? null : w.suggestion(command(suggestion))),
    helpButton(words),
  ]);
}

export function usage(
  words: Words,
  model: { readonly command: CommandName; readonly usage: string },
): Message {
  const w = words.replies.usage;
  return compose(words.language, w.summary(model.command), [
    paragraph(w.answer(typedUsage(words, model.usage), words.replies.commands[model.command])),
    helpButton(words),
  ]);
}

export function userNotFound(
  words: Words,
  model: {
    readonly typed: string;
    readonly suggestions: readonly UserLabel[];
    /** Not a user, but a word of the command that was mistyped; null: none is near. */
    readonly command: string | null;
  },
): Message {
  const w = words.replies.userNotFound;
  const { typed, suggestions } = model;
  return compose(words.language, w.summary(typed), [
    model.command === null
      ? null
      : paragraph(words.replies.unknownCommand.suggestion(command(model.command))),
    paragraph(w.typed(code(typed)), suggestions.length === 0 ? w.checkSpelling : w.didYouMean),
    bullets(suggestions.slice(0, SHOWN_MAX).map(userTag)),
  ]);
}

export function userAmbiguous(
  words: Words,
  { typed, candidates }: { readonly typed: string; readonly candidates: readonly UserLabel[] },
): Message {
  const w = words.replies.userAmbiguous;
  return compose(words.language, w.summary(typed, candidates.length), [
    paragraph(w.answer(code(typed), candidates.length)),
    bullets(
      firstLines(words.grammar, candidates, {
        max: SHOWN_MAX,
        line: (user) => w.line(userTag(user), accountTag(words, user.account)),
      }),
    ),
  ]);
}

/** Somebody does not need their console login: known now, and nothing else has changed. */
export function notNeeded(
  words: Words,
  { user, saidAt }: { readonly user: UserLabel; readonly saidAt: LocalInstant | null },
): Message {
  const w = words.stillNeeded.noted;
  const tag = userTag(user);
  return compose(words.language, w.summary(user.userName), [
    paragraph(saidAt === null ? w.done(tag) : w.already(tag, words.grammar.when(saidAt))),
    paragraph(w.goesOn),
    checkAgain(words),
  ]);
}

export function failed(words: Words, { errorId }: { readonly errorId: string }): Message {
  const w = words.replies.failed;
  return compose(words.language, w.summary(errorId), [paragraph(w.answer(code(errorId)))]);
}

/** Who the caller is in RAM could not be found out in time: neither good news nor bad. */
export function couldNotLook(words: Words): Message {
  const w = words.replies.couldNotLook;
  return compose(words.language, w.summary, [paragraph(w.answer), checkAgain(words)]);
}

export function confirmationInvalid(
  words: Words,
  { reason }: { readonly reason: ConfirmationRefusal },
): Message {
  const w = words.replies.confirmationInvalid;
  const isUsed = reason === 'used';
  return compose(words.language, w.summary(w.reasons[reason]), [
    paragraph(
      w.reasons[reason],
      isUsed ? w.nothingDoneNow : w.nothingDone,
      isUsed ? w.seeResult : w.askAgain,
    ),
  ]);
}
