import type { EnforceOutcome } from '../../enforcement.ts';
import { code, type Message, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { EnforcePreviewModel, RunFailedModel } from '../catalogue.ts';
import { compose, heading, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import { dateText } from '../local-time.ts';
import { auditedWhat, failure } from './channel.ts';

export function runFailed(model: RunFailedModel): Message {
  return compose('en', text`The MFA audit needs you: ${auditedWhat(model)} (${model.code})`, [
    heading(text`The MFA audit cannot go on by itself`),
    paragraph(...failure(model)),
    paragraph(
      text`Credentials or permissions look broken. Please run ${code('npm run doctor')} where the bot runs: it names what is missing. Then try again with ${command('audit')}.`,
    ),
  ]);
}

export function deliveryUnknown(model: {
  readonly what: 'digest' | 'post';
  readonly channelId: string;
  readonly date: string;
}): Message {
  const what = model.what === 'digest' ? 'report' : 'post';
  return compose('en', text`Unknown whether the MFA ${what} of ${model.date} arrived`, [
    paragraph(
      text`I could not find out whether the MFA ${what} of ${dateText(model.date, 'en')} arrived in channel ${code(model.channelId)}. I do not send it again, so that nobody gets it twice.`,
    ),
    paragraph(
      text`Please look there.`,
      model.what === 'digest'
        ? text`If it is missing, ${command('status')} shows the same figures.`
        : text`If it is missing, please tell the channel yourself.`,
    ),
  ]);
}

export function channelUnavailable(model: { readonly channelId: string; readonly code: string }): Message {
  return compose('en', text`I cannot post to the security channel (${model.code})`, [
    paragraph(
      text`I cannot post to the security channel ${code(model.channelId)}: ${code(model.code)}. Messages to people go on; the reports wait, and I try again each hour.`,
    ),
    paragraph(
      text`Please add me to that channel, or correct its id in the configuration (${command('here')}, typed there, tells it) and restart me.`,
    ),
  ]);
}

type Direction = EnforcePreviewModel['direction'];

const INTERRUPTED: Record<Direction, string> = {
  enforce: 'while requiring MFA',
  unenforce: 'while undoing the MFA requirement',
};

const IN_EFFECT: Record<Direction, string> = {
  enforce: 'it took effect, MFA is required now',
  unenforce: 'it took effect, MFA is no longer required',
};

const NOT_IN_EFFECT: Record<Exclude<EnforceOutcome, 'verified'>, string> = {
  differs: 'what I read back is not as expected',
  failed: 'it did not take effect, nothing was changed',
  unknown: 'the setting could not be read back',
};

export function enforcementInterrupted(model: {
  readonly direction: Direction;
  readonly user: UserLabel;
  readonly outcome: EnforceOutcome;
}): Message {
  const { direction, user, outcome } = model;
  const doing = INTERRUPTED[direction];
  const result = outcome === 'verified' ? IN_EFFECT[direction] : NOT_IN_EFFECT[outcome];
  return compose('en', text`Interrupted ${doing} for ${user.userName}: ${result}`, [
    heading(text`I was interrupted ${doing}`),
    paragraph(
      text`I was stopped ${doing} for ${userTag(user)}. I have only read the setting since, not set it again.`,
      text`Result: ${result}.`,
    ),
    paragraph(
      outcome === 'verified'
        ? text`There is nothing to do.`
        : text`See how it stands with ${command(`status ${user.logonName}`)}. If you still want it, ask for it again: ${command(`${direction} ${user.logonName}`)}.`,
    ),
  ]);
}
