import { SlackApiError } from '../slack-api-error.ts';
import type { WebApiMethod } from '../web-api-method.ts';

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
export const usergroupsUsersList: WebApiMethod = {
  name: 'usergroups.users.list',
  tier: 'tier2',
  token: 'bot',
  scopes: ['usergroups:read'],
  handle({ workspace }, args) {
    const usergroup = workspace.usergroups.get(args.required('usergroup'));
    if (usergroup === undefined) throw new SlackApiError('no_such_subteam');
    return { users: [...usergroup.members] };
  },
};
