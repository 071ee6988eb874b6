import { code, type Message, text } from '../../message.ts';
import type { EnforceOutcome, RunFailedModel, UserLabel } from '../catalogue.ts';
import { compose, heading, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import { dateText } from '../local-time.ts';
import { auditedWhat, enforcementOutcome, failure } from './channel.ts';

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
    paragraph(text`Please look there. If it is missing, ${command('status')} shows the same figures.`),
  ]);
}

export function enforcementInterrupted(model: {
  readonly user: UserLabel;
  readonly outcome: EnforceOutcome;
}): Message {
  const { user, outcome } = model;
  return compose('en', text`Interrupted while requiring MFA for ${user.userName}: please check`, [
    heading(text`I was interrupted while requiring MFA`),
    paragraph(
      text`I was stopped before I could note the result for ${userTag(user)}. I have read it back since, and changed nothing: ${enforcementOutcome('enforce', outcome)}.`,
    ),
    paragraph(
      outcome === 'verified'
        ? text`There is nothing to do. To undo it: ${command(`unenforce ${user.logonName}`)}.`
        : text`See how it stands: ${command(`status ${user.logonName}`)}. If you still want it: ${command(`enforce ${user.logonName}`)}.`,
    ),
  ]);
}
