import type { WebApiMethod } from '../web-api-method.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest: WebApiMethod = {
  name: 'auth.test',
  tier: 'special',
  token: 'bot',
  scopes: [],
  handle({ workspace }) {
    const { team, app } = workspace;
    return {
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: app.botName,
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
};

/** https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen: WebApiMethod = {
  name: 'apps.connections.open',
  tier: 'tier3',
  token: 'app',
  scopes: ['connections:write'],
  handle: (context) => ({ url: context.newSocketUrl() }),
};
