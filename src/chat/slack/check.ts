import type { Secret } from '../../config/secret.ts';
import { type Check, type CheckLine, failed, ok, warning } from '../../domain/check-line.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { CheckChat } from '../chat.ts';
import { checkChannel } from './channel-check.ts';
import { requireAppToken, scopesMissing } from './credentials-check.ts';
import { lookupOf } from './member.ts';
import { checkMessages } from './message-check.ts';
import { FILES_SCOPE, SOCKET_SCOPE, VIEWER_GROUP_SCOPE } from './scopes.ts';
import { toDeliveryError } from './slack-error.ts';
import { createWebAccess, type WebAccess } from './web-client.ts';
import { identifyWorkspace, type Workspace } from './workspace.ts';

export interface SlackCheckOptions {
  readonly botToken: Secret;
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly viewerUsergroupId: string | null;
  readonly securityChannelId: string | null;
  readonly adminIds: readonly string[];
  readonly wayOut: WayOut;
}

const BOT_TOKEN = 'Slack bot token';
const BOT_TOKEN_ADVICE =
  'api.slack.com/apps › the app › Install App: copy the Bot User OAuth Token (xoxb-…) into SLACK_BOT_TOKEN';
const SCOPES = 'Slack scopes';
const SCOPES_ADVICE =
  'api.slack.com/apps › the app › OAuth & Permissions › Bot Token Scopes › Add an OAuth Scope, then Install App › Reinstall to Workspace';
const APP_TOKEN = 'Slack Socket Mode';
const APP_TOKEN_ADVICE = `api.slack.com/apps › the app › Basic Information › App-Level Tokens › Generate Token and Scopes, with ${SOCKET_SCOPE}: put the token (xapp-…) into SLACK_APP_TOKEN; Socket Mode must be on`;
const ADMINS_ADVICE = "in Slack: the person's profile › ⋮ › Copy member ID; put the ids into SLACK_ADMIN_IDS";
const NO_PERSON = 'is a bot, or somebody of another workspace';
const NOT_FOUND: Readonly<Record<string, string>> = {
  deactivated: 'is deactivated',
  not_joined: 'has not joined Slack yet',
};
const GROUP = 'Slack viewer group';
const GROUP_ADVICE = `put the id of the user group (S…) into SLACK_VIEWER_USERGROUP; the app needs the scope ${VIEWER_GROUP_SCOPE}`;

/** Connects nothing that commands could arrive on, so a bot that runs meanwhile misses none. */
export function createSlackCheck(options: SlackCheckOptions): CheckChat {
  const web = createWebAccess(options);
  return async (run, samples) => {
    const known: { workspace: Workspace | null } = { workspace: null };
    const lines = [...(await run(tokenCheck(web, options, known)))];
    lines.push(...(await run(socketCheck(web))));
    // A token that does not work says the same about everything.
    const { workspace } = known;
    const further = workspace === null ? [] : workspaceChecks(web, options, workspace);
    for (const check of further) lines.push(...(await run(check)));
    const messages = { what: 'Slack messages', remedy: 'try again' };
    lines.push(...(await run({ ...messages, look: (signal) => checkMessages(web, samples, signal) })));
    return lines;
  };
}

function tokenCheck(
  web: WebAccess,
  { viewerUsergroupId }: SlackCheckOptions,
  known: { workspace: Workspace | null },
): Check {
  return {
    what: BOT_TOKEN,
    remedy: BOT_TOKEN_ADVICE,
    async look(signal) {
      const workspace = await identifyWorkspace(web, signal);
      known.workspace = workspace;
      const { teamId, botUserId } = workspace;
      return [
        ok(BOT_TOKEN, `workspace ${teamId}, bot ${botUserId}`),
        scopesLine(workspace, viewerUsergroupId !== null),
      ];
    },
  };
}

function scopesLine(workspace: Workspace, hasViewerGroup: boolean): CheckLine {
  if (workspace.scopes === null) return warning(SCOPES, 'Slack did not say which the app has', SCOPES_ADVICE);
  const missing = scopesMissing(workspace, hasViewerGroup);
  if (missing.length > 0) return failed(SCOPES, `missing: ${missing.join(', ')}`, SCOPES_ADVICE);
  if (workspace.scopes.includes(FILES_SCOPE)) return ok(SCOPES, 'all that are needed');
  return warning(SCOPES, `all but ${FILES_SCOPE}: /mfa report cannot hand over its file`, SCOPES_ADVICE);
}

function socketCheck(web: WebAccess): Check {
  return {
    what: APP_TOKEN,
    remedy: APP_TOKEN_ADVICE,
    async look(signal) {
      await requireAppToken(web, signal);
      return [ok(APP_TOKEN, 'Slack lets the bot connect')];
    },
  };
}

function workspaceChecks(web: WebAccess, options: SlackCheckOptions, workspace: Workspace): readonly Check[] {
  const { securityChannelId, adminIds, viewerUsergroupId } = options;
  const channel: Check[] =
    securityChannelId === null
      ? []
      : [
          {
            what: 'Slack security channel',
            remedy: 'try again',
            look: async (signal) => [await checkChannel(web, securityChannelId, signal)],
          },
        ];
  const group = viewerUsergroupId === null ? [] : [groupCheck(web, viewerUsergroupId)];
  return [...channel, ...adminIds.map((id) => adminCheck(web, workspace, id)), ...group];
}

function adminCheck(web: WebAccess, workspace: Workspace, memberId: string): Check {
  const what = `Slack admin ${memberId}`;
  return {
    what,
    remedy: ADMINS_ADVICE,
    async look(signal) {
      try {
        const { user } = await web.bot(signal).users.info({ user: memberId });
        const lookup = lookupOf(user ?? {}, workspace);
        if (lookup.kind === 'found') return [ok(what, lookup.person.displayName)];
        return [failed(what, NOT_FOUND[lookup.kind] ?? NO_PERSON, ADMINS_ADVICE)];
      } catch (error) {
        const failure = toDeliveryError(error, 'person');
        if (failure.reason !== 'recipient') throw failure;
        return [failed(what, `nobody has this member id (${failure.code})`, ADMINS_ADVICE)];
      }
    },
  };
}

function groupCheck(web: WebAccess, usergroup: string): Check {
  return {
    what: GROUP,
    remedy: GROUP_ADVICE,
    async look(signal) {
      try {
        const { users = [] } = await web.bot(signal).usergroups.users.list({ usergroup });
        return [ok(GROUP, `members: ${users.length}`)];
      } catch (error) {
        const failure = toDeliveryError(error, 'channel');
        if (failure.code !== 'no_such_subteam') throw failure;
        return [failed(GROUP, `there is no user group ${usergroup}`, GROUP_ADVICE)];
      }
    },
  };
}
