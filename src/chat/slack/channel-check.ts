import { type CheckLine, failed, ok, warning } from '../../domain/check-line.ts';
import { toDeliveryError } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

const WHAT = 'Slack security channel';
const INVITE =
  'in the channel type /invite @ram-mfa-bot; its id stands at the bottom of its About tab, put it into SLACK_SECURITY_CHANNEL';

/** Nobody has this id, so nobody sees what is addressed to it. */
const NOBODY = 'U0000000000';
const NOBODY_THERE = 'user_not_in_channel';

/**
 * May the bot post there? Asking for the channel takes scopes the bot does not have. A message to one member alone is
 * refused for the same reasons as one to all, and last for a recipient who is not there: addressed to nobody, it
 * appears nowhere. https://docs.slack.dev/reference/methods/chat.postEphemeral
 */
export async function checkChannel(
  web: WebAccess,
  channelId: string,
  signal: AbortSignal,
): Promise<CheckLine> {
  const code = await refusalCode(web, channelId, signal);
  switch (code) {
    case null:
    case NOBODY_THERE:
      return ok(WHAT, `the bot may post to ${channelId}`);
    case 'channel_not_found':
      return failed(WHAT, `${channelId} does not exist, or it is private and the bot is not in it`, INVITE);
    case 'not_in_channel':
      return failed(WHAT, `the bot is not in ${channelId}`, INVITE);
    case 'is_archived':
      return failed(
        WHAT,
        `${channelId} is archived`,
        'unarchive it, or set SLACK_SECURITY_CHANNEL to another',
      );
    default:
      return warning(WHAT, `cannot be tried without posting (${code})`, INVITE);
  }
}

/** null: it was taken. @throws {DeliveryError} when it is not about the channel */
async function refusalCode(web: WebAccess, channelId: string, signal: AbortSignal): Promise<string | null> {
  try {
    const text = 'ram-mfa-bot looks whether it may post here.';
    await web.bot(signal).chat.postEphemeral({ channel: channelId, user: NOBODY, text });
    return null;
  } catch (error) {
    const failure = toDeliveryError(error, 'channel');
    if (failure.reason === 'channel' || failure.reason === 'message_rejected') return failure.code;
    throw failure;
  }
}
