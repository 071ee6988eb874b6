import { code, type Message, text } from '../../message.ts';
import type { EnforceOutcome, RunFailedModel, UserLabel } from '../catalogue.ts';
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

const INTERRUPTED: Record<EnforceOutcome, string> = {
  verified: 'it took effect',
  differs: 'what I read back is not as expected',
  failed: 'it did not take effect, nothing was changed',
  unknown: 'the setting could not be read back',
};

export function enforcementInterrupted(model: {
  readonly user: UserLabel;
  readonly outcome: EnforceOutcome;
}): Message {
  const { user, outcome } = model;
  return compose(
    'en',
    text`Interrupted while changing whether ${user.userName} needs MFA: ${INTERRUPTED[outcome]}`,
    [
      heading(text`I was interrupted during an enforcement`),
      paragraph(
        text`I was stopped while changing whether MFA is required for ${userTag(user)}. I have only read the setting since, not set it again.`,
        text`Result: ${INTERRUPTED[outcome]}.`,
      ),
      paragraph(
        outcome === 'verified'
          ? text`There is nothing to do.`
          : text`See how it stands with ${command(`status ${user.logonName}`)}, and ask for it again if you still want it.`,
      ),
    ],
  );
}
