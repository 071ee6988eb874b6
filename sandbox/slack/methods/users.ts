import { SlackApiError } from '../slack-api-error.ts';
import type { CallContext, WebApiMethod } from '../web-api-method.ts';
import type { Member } from '../workspace.ts';

const PAGE_MAX = 1000;

/** https://docs.slack.dev/reference/methods/users.list */
export const usersList: WebApiMethod = {
  name: 'users.list',
  tier: 'tier2',
  token: 'bot',
  scopes: ['users:read'],
  handle(context, args) {
    const everyone = [...context.workspace.members.values()];
    const limit = args.limit(PAGE_MAX);
    if (limit === null && everyone.length > PAGE_MAX) throw new SlackApiError('limit_required');
    const start = startOfPage(everyone, args.text('cursor'));
    const end = limit === null ? everyone.length : start + limit;
    const includeLocale = args.flag('include_locale');
    const next = everyone[end];
    return {
      members: everyone.slice(start, end).map((member) => userObject(context, member, includeLocale)),
      cache_ts: Math.floor(context.workspace.now() / 1000),
      response_metadata: { next_cursor: next === undefined ? '' : cursorFor(next) },
    };
  },
};

/** https://docs.slack.dev/reference/methods/users.info */
export const usersInfo: WebApiMethod = {
  name: 'users.info',
  tier: 'tier4',
  token: 'bot',
  scopes: ['users:read'],
  handle(context, args) {
    const member = context.workspace.members.get(args.required('user'));
    if (member === undefined) throw new SlackApiError('user_not_found');
    if (member.isVisible === false) throw new SlackApiError('user_not_visible');
    return { user: userObject(context, member, args.flag('include_locale')) };
  },
};

/** Finds nobody who was deactivated. https://docs.slack.dev/reference/methods/users.lookupByEmail */
export const usersLookupByEmail: WebApiMethod = {
  name: 'users.lookupByEmail',
  tier: 'tier3',
  token: 'bot',
  scopes: ['users:read.email'],
  handle(context, args) {
    const email = args.required('email').toLowerCase();
    const member = [...context.workspace.members.values()].find(
      (candidate) =>
        candidate.email?.toLowerCase() === email &&
        candidate.deleted !== true &&
        candidate.isBot !== true &&
        candidate.isVisible !== false,
    );
    if (member === undefined) throw new SlackApiError('users_not_found');
    return { user: userObject(context, member, false) };
  },
};

function userObject(context: CallContext, member: Member, includeLocale: boolean): Record<string, unknown> {
  const isDeleted = member.deleted === true;
  const showsEmail = context.scopes.has('users:read.email') && member.email !== null;
  return {
    id: member.id,
    team_id: context.workspace.team.id,
    name: member.name,
    deleted: isDeleted,
    profile: {
      real_name: member.realName,
      display_name: member.name,
      ...(showsEmail ? { email: member.email } : {}),
      ...statusOf(member, context.workspace.now()),
      team: context.workspace.team.id,
    },
    is_bot: member.isBot === true,
    is_app_user: false,
    updated: Math.floor(context.workspace.now() / 1000),
    // Slack leaves these out of a deactivated member's object.
    ...(isDeleted
      ? {}
      : {
          real_name: member.realName,
          tz: member.tz,
          is_email_confirmed: member.isEmailConfirmed ?? true,
          ...(member.isInvited === true ? { is_invited_user: true } : {}),
          is_admin: false,
          is_owner: false,
          is_restricted: member.isRestricted === true,
          is_ultra_restricted: false,
          ...(includeLocale ? { locale: member.locale } : {}),
        }),
  };
}

/** One that has expired is cleared. https://api.slack.com/docs/presence */
function statusOf({ status }: Member, now: number): Record<string, unknown> {
  const isThere = status != null && (status.expiresAt === null || status.expiresAt > now);
  const { text, emoji, expiresAt } = isThere ? status : { text: '', emoji: '', expiresAt: null };
  return {
    status_text: text,
    status_emoji: emoji,
    status_expiration: Math.floor((expiresAt ?? 0) / 1000),
  };
}

const cursorFor = (member: Member): string => Buffer.from(`user:${member.id}`).toString('base64');

function startOfPage(members: readonly Member[], cursor: string | null): number {
  if (cursor === null) return 0;
  const start = members.findIndex((member) => cursorFor(member) === cursor);
  if (start === -1) throw new SlackApiError('invalid_cursor');
  return start;
}
