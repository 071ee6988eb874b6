import type { DingtalkMessage, SlackMessage, View } from '../../playground/view.ts';

const BOT = 'U0BOT';
export const START_MS = Date.parse('2026-03-02T01:40:00Z');

export function slackMessage(ts: number, text: string, more: Partial<SlackMessage> = {}): SlackMessage {
  return {
    ...{ ts: `${ts}.000000`, channel: 'D0', author: BOT, text, blocks: [], metadata: null },
    ...{ editedTs: null, threadTs: null, ephemeralTo: null, reachesSomebody: true },
    ...more,
  };
}

export function dingtalkMessage(
  id: string,
  title: string,
  more: Partial<DingtalkMessage> = {},
): DingtalkMessage {
  return {
    ...{
      id,
      conversationId: 'cid',
      author: null,
      processQueryKey: 'key',
      sentAt: START_MS,
      msgKey: 'sampleMarkdown',
    },
    ...{
      title,
      text: title,
      shownText: title,
      links: [],
      buttons: [],
      mentions: [],
      mentionsEverybody: false,
    },
    ...more,
  };
}

interface Said {
  readonly jane?: readonly SlackMessage[];
  readonly alex?: readonly SlackMessage[];
  readonly security?: readonly SlackMessage[];
  readonly wangfang?: readonly DingtalkMessage[];
}

/** Alex, an admin who sees the security channel, Jane, and their like in DingTalk. */
export function view(said: Said = {}, more: Partial<View> = {}): View {
  const person = { locale: 'en-US', timeZone: 'Asia/Shanghai', asides: [], ramUsers: [] };
  const ramUsers = [{ accountId: '1', userName: 'jane.doe' }];
  return {
    stage: 1,
    clock: { at: START_MS, timeZone: 'Asia/Shanghai' },
    busy: null,
    bot: { name: 'RAM MFA Bot', slackUserId: BOT },
    slack: {
      team: 'corp',
      people: [
        { ...person, id: 'U0ADMIN', name: 'Alex Admin', messages: said.alex ?? [] },
        { ...person, id: 'U0JANE', name: 'Jane Doe', messages: said.jane ?? [], ramUsers },
      ],
      channels: [{ id: 'C0', name: 'security', memberIds: ['U0ADMIN'], messages: said.security ?? [] }],
    },
    dingtalk: {
      robotName: 'MFA',
      people: [
        { id: 'liuyang', name: '刘洋', messages: [], ramUsers: [] },
        { id: 'wangfang', name: '王芳', messages: said.wangfang ?? [], ramUsers: [] },
      ],
      groups: [{ id: 'cid1', title: '安全', memberIds: ['liuyang'], messages: [] }],
    },
    accounts: [
      {
        accountId: '1',
        alias: 'corp',
        users: [{ userName: 'jane.doe', logonName: 'jane.doe@corp', devices: [], isRequired: false }],
      },
    ],
    personas: {
      nudged: { slack: { id: 'U0JANE', place: 'direct' }, dingtalk: { id: 'wangfang', place: 'direct' } },
      admin: { slack: { id: 'U0ADMIN', place: 'direct' }, dingtalk: { id: 'liuyang', place: 'direct' } },
      manager: { slack: null, dingtalk: { id: 'wangfang', place: 'direct' } },
      channel: { slack: { id: 'U0ADMIN', place: 'C0' }, dingtalk: { id: 'liuyang', place: 'cid1' } },
    },
    progress: { startedAt: null, enforcements: 0 },
    faults: [],
    ...more,
  };
}
