import { CHATS } from '../domain/chats.ts';
import { adviseOnChat } from './chat-variables.ts';
import { listOf, matching, secret, webAddress } from './formats.ts';
import type { Secret } from './secret.ts';
import { allOrNone, defineGroup, optional, withDefault } from './variable.ts';

interface SlackConfig {
  readonly botToken: Secret;
  readonly appToken: Secret;
  /** Ends in a slash. */
  readonly apiUrl: string;
  /** Channel id; null: no digest is posted. */
  readonly securityChannel: string | null;
  /** Member ids. */
  readonly adminIds: readonly string[];
  /** User group id; null: admins alone are viewers. */
  readonly viewerUsergroup: string | null;
  /** Phrases in a status that mean leave, beside those that are known. */
  readonly awayWords: readonly string[];
}

const API_URL = 'https://slack.com/api/';

const botToken = matching(
  /^xoxb-\S+$/,
  'write the Bot User OAuth Token: it starts with xoxb- and stands under "OAuth & Permissions" of your Slack app',
);
const appToken = matching(
  /^xapp-\S+$/,
  'write an app-level token with the scope connections:write: it starts with xapp- and stands under "Basic Information" of your Slack app',
);

// Ids are opaque, but never in small letters, which is how names are told from them.
const slackId = (what: string, example: string) =>
  matching(/^[A-Z][A-Z0-9]+$/, `write the id of the ${what}, such as ${example}, not its name`);

const awayWord = matching(/^.{2,60}$/u, 'write words or phrases of 2 to 60 characters, such as sabbatical');

/** null without tokens. */
export const slackGroup = defineGroup({
  variables: {
    SLACK_BOT_TOKEN: optional(secret(botToken)),
    SLACK_APP_TOKEN: optional(secret(appToken)),
    SLACK_API_URL: withDefault(API_URL, webAddress(API_URL)),
    SLACK_SECURITY_CHANNEL: optional(slackId('channel', 'C0123456789')),
    SLACK_ADMIN_IDS: optional(listOf(slackId('member', 'U0123456789'))),
    SLACK_VIEWER_USERGROUP: optional(slackId('user group', 'S0123456789')),
    AWAY_STATUS_WORDS: optional(listOf(awayWord)),
  },
  check: (raw) => allOrNone(raw, CHATS.slack.variables.credentials),
  advise: (raw) =>
    adviseOnChat('slack', raw, {
      withoutChannel: 'is not set: no digest is posted to Slack. Set it to the id of a channel the bot is in',
      withoutAdmins:
        'is not set: nobody in Slack can give admin commands. Set it to member ids (/mfa me shows yours)',
      others: ['SLACK_VIEWER_USERGROUP', 'AWAY_STATUS_WORDS'],
    }),
  build: (values): SlackConfig | null => {
    if (values.SLACK_BOT_TOKEN === null || values.SLACK_APP_TOKEN === null) return null;
    return {
      botToken: values.SLACK_BOT_TOKEN,
      appToken: values.SLACK_APP_TOKEN,
      apiUrl: values.SLACK_API_URL.href.replace(/\/*$/, '/'),
      securityChannel: values.SLACK_SECURITY_CHANNEL,
      adminIds: values.SLACK_ADMIN_IDS ?? [],
      viewerUsergroup: values.SLACK_VIEWER_USERGROUP,
      awayWords: values.AWAY_STATUS_WORDS ?? [],
    };
  },
});
