/** Without it Slack leaves addresses out, and says nothing of it. */
export const EMAIL_SCOPE = 'users:read.email';

/** What the bot token must allow. */
export const BOT_SCOPES = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  EMAIL_SCOPE,
] as const;

/** Only to hand over a file that an administrator asks for. */
export const FILES_SCOPE = 'files:write';

/** What manifest.yml asks for: without those of files everything else works. */
export const MANIFEST_SCOPES = [...BOT_SCOPES, FILES_SCOPE] as const;

/** Only where the members of a user group are viewers. */
export const VIEWER_GROUP_SCOPE = 'usergroups:read';

/** Of the app-level token. */
export const SOCKET_SCOPE = 'connections:write';
