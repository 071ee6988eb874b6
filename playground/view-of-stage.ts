import {
  ACCOUNTS,
  ADMIN_ID,
  COLLEAGUES,
  DINGTALK_ADMIN_ID,
  LUNCH_GROUP,
  MEMBERS,
  SECURITY_CHANNEL,
  SECURITY_GROUP,
} from '../demo/people.ts';
import type { Stage } from '../demo/stage.ts';
import type { Device } from './acts.ts';
import type { AccountView, DingtalkPerson, RamUserName, RamUserView, SlackPerson, View } from './view.ts';

const CHANNELS = [SECURITY_CHANNEL];
const GROUPS = [SECURITY_GROUP, LUNCH_GROUP];
const TEAM = 'corp';
const ROBOT_NAME = 'MFA';
const SECOND_MS = 1000;
const DIRECT = 'direct';
const PERSONAS: View['personas'] = {
  nudged: { slack: { id: 'U0JANE', place: DIRECT }, dingtalk: { id: 'wangfang', place: DIRECT } },
  admin: { slack: { id: ADMIN_ID, place: DIRECT }, dingtalk: { id: DINGTALK_ADMIN_ID, place: DIRECT } },
  manager: { slack: null, dingtalk: { id: 'zhaomin', place: DIRECT } },
  channel: {
    slack: { id: 'U0EVE', place: SECURITY_CHANNEL.id },
    dingtalk: { id: 'sunli', place: SECURITY_GROUP.openConversationId },
  },
};

/** What everybody on the stage has before the eyes. */
export function viewOfStage(
  stage: Stage,
  beside: Pick<View, 'stage' | 'busy' | 'faults'> & { readonly botName: string },
): View {
  const { clock, timeZone, slack, dingtalk } = stage;
  const { botName, ...rest } = beside;
  return {
    clock: { at: clock.now(), timeZone },
    bot: { name: botName, slackUserId: slack.botUserId },
    slack: {
      team: TEAM,
      people: MEMBERS.filter(({ deleted }) => deleted !== true).map((member) => slackPerson(stage, member)),
      channels: CHANNELS.map(({ id, name, members }) => ({
        id,
        name,
        memberIds: members,
        messages: slack.channelMessages(id),
      })),
    },
    dingtalk: {
      robotName: ROBOT_NAME,
      people: COLLEAGUES.map((colleague) => dingtalkPerson(stage, colleague)),
      groups: GROUPS.map(({ openConversationId: id, title, members }) => ({
        id,
        title,
        memberIds: members,
        messages: dingtalk.groupMessages(id),
      })),
    },
    accounts: ACCOUNTS.map(({ accountId }) => accountView(stage, accountId)),
    personas: PERSONAS,
    progress: {
      startedAt: firstMessageAt(stage),
      enforcements: stage.alibaba.requests.count('UpdateLoginProfile'),
    },
    ...rest,
  };
}

/** Answers to what somebody typed do not count: those are no messages. */
function firstMessageAt({ slack, dingtalk }: Stage): number | null {
  const inSlack = MEMBERS.flatMap(({ id }) => slack.directMessages(id)).map(
    ({ ts }) => Number(ts) * SECOND_MS,
  );
  const inDingtalk = COLLEAGUES.flatMap(({ userId }) => dingtalk.directMessages(userId))
    .filter(({ processQueryKey }) => processQueryKey !== null)
    .map(({ sentAt }) => sentAt);
  const all = [...inSlack, ...inDingtalk];
  return all.length === 0 ? null : Math.min(...all);
}

function slackPerson({ slack }: Stage, member: (typeof MEMBERS)[number]): SlackPerson {
  const { id, realName: name, locale, tz: timeZone } = member;
  const alone = slack.ephemeralMessages(id);
  const isInChannel = ({ channel }: { readonly channel: string }) =>
    CHANNELS.some((one) => one.id === channel);
  return {
    ...{ id, name, locale, timeZone },
    messages: [...slack.directMessages(id), ...alone.filter((message) => !isInChannel(message))].sort(byAge),
    asides: alone.filter(isInChannel),
    ramUsers: ramUsersWhere(
      ({ userName, tags }) => tags?.['slack-user-id'] === id || `${userName}@corp.example` === member.email,
    ),
  };
}

function byAge(one: { readonly ts: string }, other: { readonly ts: string }): number {
  return Number(one.ts) - Number(other.ts);
}

function dingtalkPerson({ dingtalk }: Stage, colleague: (typeof COLLEAGUES)[number]): DingtalkPerson {
  const { userId: id, name, mobile } = colleague;
  return {
    ...{ id, name },
    messages: dingtalk.directMessages(id),
    ramUsers: ramUsersWhere(
      ({ tags, mobilePhone }) =>
        tags?.['dingtalk-userid'] === id || (mobile !== null && mobilePhone === `86-${mobile}`),
    ),
  };
}

type UserSeed = NonNullable<(typeof ACCOUNTS)[number]['users']>[number];

function ramUsersWhere(isTheirs: (user: UserSeed) => boolean): readonly RamUserName[] {
  return ACCOUNTS.flatMap(({ accountId, users = [] }) =>
    users.filter(isTheirs).map(({ userName }) => ({ accountId, userName })),
  );
}

function accountView({ alibaba }: Stage, accountId: string): AccountView {
  const account = alibaba.account(accountId);
  const users = account
    .users()
    .filter(({ loginProfile, status }) => loginProfile?.status === 'Active' && status === 'active')
    .map(
      (user): RamUserView => ({
        userName: user.userName,
        logonName: `${user.userName}@${account.defaultDomain}`,
        devices: [
          ...(user.mfaDevice === null ? [] : [deviceOf(user.mfaDevice.type)]),
          ...(user.passkeys.length === 0 ? [] : ['passkey' as const]),
        ],
        isRequired: user.loginProfile?.mfaBindRequired === true,
      }),
    );
  return { accountId, alias: account.alias ?? accountId, users };
}

function deviceOf(type: string): Device | 'other' {
  if (type === 'VMFA') return 'virtual';
  return type === 'U2F' ? 'security_key' : 'other';
}
