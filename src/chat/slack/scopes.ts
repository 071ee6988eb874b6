/** Without it Slack leaves addresses out, and says nothing of it. */
export const EMAIL_SCOPE = 'users:read.email';

/** What the bot token must allow; manifest.yml asks for the same. */
export const BOT_SCOPES = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  EMAIL_SCOPE,
] as const;

/** Only where the members of a user group are viewers. */
export const VIEWER_GROUP_SCOPE = 'usergroups:read';

/** Of the app-level token. */
export const SOCKET_SCOPE = 'connections:write';
