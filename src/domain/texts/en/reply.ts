import type { CommandName } from '../../command.ts';
import { bold, code, type Message, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { CommandHelp } from '../catalogue.ts';
import { bullets, buttons, compose, firstLines, heading, paragraph } from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { CHECK_AGAIN } from './nudge.ts';
import { andMore, plural } from './words.ts';

const SHOWN_MAX = 10;

const HELP = { label: 'Help', command: 'help' } as const;

const COMMANDS: Record<CommandName, string> = {
  me: 'your own state, read just now, and how to set up MFA',
  help: 'this list',
  status: 'how all accounts stand, or one user read just now, or one list',
  history: 'what was done about one user, and by whom',
  enforce: 'require MFA at the next sign-in; shows who first, then asks you to confirm',
  unenforce: 'stop requiring MFA, where this bot required it',
  audit: 'read all accounts now',
  start: 'release what is held back, or end a pause; shows what happens first',
  pause: 'stop all messages to people at once',
  preview: 'send yourself a sample of the message people get',
  confirm: 'confirm what you were just shown',
  here: 'the id of this conversation, as the configuration wants it',
};

export function help({ commands }: { readonly commands: readonly CommandHelp[] }): Message {
  return compose('en', text`What you can ask the MFA bot`, [
    heading(text`What you can ask me`),
    bullets(commands.map(({ usage, name }) => text`${command(usage)} – ${COMMANDS[name]}`)),
    // Who can name no users need not know how.
    commands.some(({ usage }) => usage.includes('<user>'))
      ? paragraph(
          text`A user is a RAM user name such as ${code('jane.doe')}, or a logon name such as ${code('jane.doe@corp.onaliyun.com')} where the name exists in several accounts.`,
        )
      : null,
  ]);
}

export function refused(): Message {
  return compose('en', text`That is not available to you here`, [
    paragraph(text`That is not available to you here. What is: ${command('help')}.`),
  ]);
}

export function notHere(): Message {
  return compose('en', text`Please write to me directly for this`, [
    paragraph(
      text`Others would read the answer here, so I do not give it here.`,
      text`Please write to me directly: send me the same command in a direct message.`,
    ),
  ]);
}

export function here(model: {
  readonly conversationId: string;
  readonly variable: string;
  readonly isDirect: boolean;
}): Message {
  const { conversationId, variable, isDirect } = model;
  return compose('en', text`The id of this conversation: ${conversationId}`, [
    paragraph(text`The id of this conversation is ${code(conversationId)}.`),
    isDirect
      ? paragraph(
          text`This is a direct conversation between you and me, so it does not belong in ${code(variable)}.`,
          text`Please type ${command('here')} in the security channel or group instead, and use the id I answer there.`,
        )
      : paragraph(
          text`To have the reports for the security team posted here, put this id in ${code(variable)} and restart the bot.`,
        ),
  ]);
}

export function unknownCommand(model: {
  readonly typed: string;
  readonly suggestion: CommandName | null;
}): Message {
  return compose('en', text`I do not know this command`, [
    paragraph(
      text`I do not know ${command(model.typed)}.`,
      model.suggestion === null ? null : text`Did you mean ${command(model.suggestion)}?`,
    ),
    buttons(HELP),
  ]);
}

export function usage(model: { readonly command: CommandName; readonly usage: string }): Message {
  return compose('en', text`How to use /mfa ${model.command}`, [
    paragraph(text`Please write it like this: ${command(model.usage)} – ${COMMANDS[model.command]}.`),
    buttons(HELP),
  ]);
}

export function userNotFound(model: {
  readonly typed: string;
  readonly suggestions: readonly UserLabel[];
}): Message {
  const { typed, suggestions } = model;
  return compose('en', text`No RAM user ${typed}`, [
    paragraph(
      text`I know no RAM user ${code(typed)}.`,
      suggestions.length === 0
        ? text`Please check the spelling. A user created today is known after the next audit (${command('audit')}).`
        : text`Did you mean one of these?`,
    ),
    bullets(suggestions.slice(0, SHOWN_MAX).map((user) => [userTag(user)])),
  ]);
}

export function userAmbiguous(model: {
  readonly typed: string;
  readonly candidates: readonly UserLabel[];
}): Message {
  const { typed, candidates } = model;
  return compose('en', text`${typed} exists ${candidates.length} times: nothing was done`, [
    paragraph(
      text`${code(typed)} exists ${candidates.length} times. Nothing was done. Please use the logon name:`,
    ),
    bullets(
      firstLines(candidates, {
        max: SHOWN_MAX,
        line: (user) => text`${userTag(user)} in account ${accountTag(user.account)}`,
        more: andMore,
      }),
    ),
  ]);
}

export function failed({ errorId }: { readonly errorId: string }): Message {
  return compose('en', text`That did not work (${errorId})`, [
    paragraph(
      text`Something went wrong on my side, and I cannot say how far it got. Please look with ${command('status')} before you try again. The log knows more under ${code(errorId)}.`,
    ),
  ]);
}

export function couldNotLook(): Message {
  return compose('en', text`I could not look just now`, [
    paragraph(
      [bold('I could not look just now.')],
      text`Finding your RAM user takes longer than it should, so I cannot say how you stand. That is neither good news nor bad: please try again in a minute.`,
    ),
    buttons(CHECK_AGAIN),
  ]);
}

export function checkedRecently({ waitSeconds }: { readonly waitSeconds: number }): Message {
  return compose('en', text`Just checked: please try again in ${plural(waitSeconds, 'second')}`, [
    paragraph(text`I checked a moment ago. Please try again in ${plural(waitSeconds, 'second')}.`),
  ]);
}

const INVALID_CONFIRMATIONS = {
  unknown_code: 'I do not know this code.',
  expired: 'This code has expired.',
  used: 'This code was used already.',
  not_yours: 'This code belongs to somebody else; only who asked can confirm.',
} as const;

export function confirmationInvalid(model: { readonly reason: keyof typeof INVALID_CONFIRMATIONS }): Message {
  const reason = INVALID_CONFIRMATIONS[model.reason];
  return compose('en', text`${reason} Nothing was done.`, [
    paragraph(
      model.reason === 'used'
        ? text`${reason} Nothing was done this time.`
        : text`${reason} Nothing was done.`,
      model.reason === 'used'
        ? text`To see the result, ask ${command('status')}.`
        : text`Please give the command again to get a new preview.`,
    ),
  ]);
}
