import { createRandom } from '../random.ts';
import type { SlackSandboxOptions } from './sandbox-options.ts';
import { createTimestamps } from './timestamp.ts';
import type { Member, Workspace } from './workspace.ts';

/** The workspace as it is at first: nobody has written to anybody. */
export function createWorkspace(options: SlackSandboxOptions): Workspace {
  const now = options.now ?? Date.now;
  const { id: teamId, name: teamName, domain = 'sandbox' } = options.team;
  const app = { appId: 'A0SANDBOX', botId: 'B0SANDBOX', botUserId: 'U0SANDBOXBOT', botName: 'mfa-bot' };
  const people = [...options.members, botMember(app.botUserId, app.botName), SLACKBOT];
  return {
    team: { id: teamId, name: teamName, domain },
    app,
    members: new Map(people.map((member) => [member.id, { ...member }])),
    channels: new Map((options.channels ?? []).map((channel) => [channel.id, structuredClone(channel)])),
    usergroups: new Map((options.usergroups ?? []).map((group) => [group.id, structuredClone(group)])),
    directMessages: new Map(),
    homes: new Map(),
    messages: new Map(),
    ephemerals: [],
    now,
    nextTimestamp: createTimestamps(now),
    random: createRandom(options.seed ?? 1),
  };
}

const NOBODY = { email: null, tz: 'America/Los_Angeles', locale: 'en-US' };

const botMember = (id: string, name: string): Member => ({
  ...NOBODY,
  id,
  name,
  realName: name,
  isBot: true,
});

/** In every workspace, and not marked as a bot there. */
const SLACKBOT: Member = { ...NOBODY, id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot' };
