import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream';
import { onTestFinished, vi } from 'vitest';
import { type DingtalkSandbox, startDingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { DingtalkSandboxOptions } from '../../../sandbox/dingtalk/sandbox-options.ts';
import { ADDRESS_PERMISSIONS, PERMISSIONS } from '../../../src/chat/dingtalk/permissions.ts';

export const CLIENT_ID = 'dingclient';
export const CLIENT_SECRET = 'very-secret';
export const ROBOT_CODE = 'dingrobot';
export const SECURITY = 'cidSecurity+/==';
export const OTHERS = 'cidOthers==';
export const SCOPES: readonly string[] = [...PERMISSIONS, ...ADDRESS_PERMISSIONS, 'fieldMobile'];

const cleanups: (() => unknown)[] = [];
// Registered by the test that starts something: a hook of this module would belong to the first file that imports it.
async function stopAll(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  vi.restoreAllMocks();
}

const person = (userId: string, more: object = {}) => ({
  userId,
  name: userId.toUpperCase(),
  mobile: null,
  email: `${userId}@corp.example`,
  managerUserId: null,
  departmentIds: [1],
  ...more,
});

export const MEMBERS = [
  person('ann', { mobile: '13900000001', managerUserId: 'boss', orgEmail: 'ann@mail.corp.example' }),
  person('boss', { isAdmin: true }),
  person('li', { departmentIds: [2], email: null }),
  person('hidden', { isVisible: false, mobile: '13900000009' }),
  person('guest', { isOutside: true, mobile: '13900000008' }),
];

/** A small organisation, stopped after the test. */
export async function startOrganisation(
  options: Partial<DingtalkSandboxOptions> = {},
): Promise<DingtalkSandbox> {
  const dingtalk = await startDingtalkSandbox({
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    robotCode: ROBOT_CODE,
    corpId: 'dingcorp',
    scopes: SCOPES,
    members: MEMBERS,
    departments: [
      { id: 2, name: 'Research', parentId: 1 },
      { id: 3, name: 'Archive', parentId: 2 },
    ],
    groups: [
      {
        openConversationId: SECURITY,
        title: 'Security',
        members: ['ann', 'boss', 'guest'],
        botIsMember: true,
      },
      { openConversationId: OTHERS, title: 'Others', members: ['ann'], botIsMember: false },
    ],
    ...options,
  });
  if (cleanups.length === 0) onTestFinished(stopAll);
  cleanups.push(() => dingtalk.stop());
  return dingtalk;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Request {
  readonly method?: 'GET' | 'POST';
  /** null: none; without it, a fresh one. */
  readonly token?: string | null;
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const json = { 'content-type': 'application/json' };

export async function tokenFor(dingtalk: DingtalkSandbox): Promise<string> {
  const credentials = { appKey: CLIENT_ID, appSecret: CLIENT_SECRET };
  const { body } = await callApi(dingtalk, '/v1.0/oauth2/accessToken', credentials, { token: null });
  return String(body.accessToken);
}

/** A call of the new API. */
export async function callApi(
  dingtalk: DingtalkSandbox,
  path: string,
  body: unknown,
  { method = 'POST', token }: Request = {},
): Promise<Answer> {
  const sent = token === undefined ? await tokenFor(dingtalk) : token;
  const response = await fetch(`${dingtalk.apiUrl}${path}`, {
    method,
    headers: { ...json, ...(sent === null ? {} : { 'x-acs-dingtalk-access-token': sent }) },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return answerOf(response);
}

/** A call of the old API. */
export async function callOapi(
  dingtalk: DingtalkSandbox,
  path: string,
  body: unknown,
  { token }: Request = {},
): Promise<Answer> {
  const sent = token === undefined ? await tokenFor(dingtalk) : token;
  const query = sent === null ? '' : `?access_token=${sent}`;
  const request = { method: 'POST', headers: json, body: JSON.stringify(body) };
  return answerOf(await fetch(`${dingtalk.oapiUrl}${path}${query}`, request));
}

export async function answerBySession(webhook: string | null, body: unknown): Promise<Answer> {
  const request = { method: 'POST', headers: json, body: JSON.stringify(body) };
  return answerOf(await fetch(webhook ?? '', request));
}

const MARKDOWN = { title: 'MFA', text: 'Please enrol' };

/** The body of a `batchSend`. */
export function toPeople(userIds: readonly string[], more: object = {}): object {
  return {
    robotCode: ROBOT_CODE,
    userIds,
    msgKey: 'sampleMarkdown',
    msgParam: JSON.stringify(MARKDOWN),
    ...more,
  };
}

export const sendToPeople = (dingtalk: DingtalkSandbox, userIds: readonly string[], more: object = {}) =>
  callApi(dingtalk, '/v1.0/robot/oToMessages/batchSend', toPeople(userIds, more));

export const sendToGroup = (dingtalk: DingtalkSandbox, openConversationId: string, more: object = {}) =>
  callApi(dingtalk, '/v1.0/robot/groupMessages/send', {
    robotCode: ROBOT_CODE,
    openConversationId,
    msgKey: 'sampleMarkdown',
    msgParam: JSON.stringify(MARKDOWN),
    ...more,
  });

/** What a robot message carries, as far as the tests look. */
export interface RobotMessage {
  readonly msgId: string;
  readonly senderStaffId?: string;
  readonly text?: { readonly content: string };
  readonly [field: string]: unknown;
}

/** DingTalk's own client; only where it asks for a connection is set. */
class LocalClient extends DWClient {
  readonly #apiUrl: string;

  constructor(apiUrl: string, clientSecret: string) {
    const options = {
      clientId: CLIENT_ID,
      clientSecret,
      autoReconnect: false,
      subscriptions: [{ type: 'CALLBACK', topic: TOPIC_ROBOT }],
    };
    super(options);
    this.#apiUrl = apiUrl;
  }

  override async getEndpoint(): Promise<this> {
    const response = await fetch(`${this.#apiUrl}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { ...json, accept: 'application/json' },
      body: JSON.stringify({
        clientId: this.config.clientId,
        clientSecret: this.config.clientSecret,
        ua: 'test/1',
        subscriptions: this.config.subscriptions,
      }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const { endpoint, ticket } = (await response.json()) as { endpoint: string; ticket: string };
    Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
    return this;
  }
}

/** A connected client, disconnected after the test. */
export async function connectClient(
  dingtalk: DingtalkSandbox,
  onMessage: (message: RobotMessage, frame: DWClientDownStream, client: DWClient) => void,
  clientSecret = CLIENT_SECRET,
): Promise<DWClient> {
  // It tells the console of every connection.
  for (const method of ['info', 'warn'] as const) vi.spyOn(console, method).mockReturnValue();
  const client = new LocalClient(dingtalk.apiUrl, clientSecret);
  client.registerCallbackListener(TOPIC_ROBOT, (frame) => onMessage(JSON.parse(frame.data), frame, client));
  await client.getEndpoint();
  await client._connect();
  if (cleanups.length === 0) onTestFinished(stopAll);
  cleanups.push(() => client.disconnect());
  return client;
}

/** A client that acknowledges at once, and the messages it got. */
export async function startListening(dingtalk: DingtalkSandbox): Promise<RobotMessage[]> {
  const messages: RobotMessage[] = [];
  await connectClient(dingtalk, (message, frame, client) => {
    client.socketCallBackResponse(frame.headers.messageId, null);
    messages.push(message);
  });
  return messages;
}
