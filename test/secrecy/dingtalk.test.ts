import type { FaultKind } from '../../sandbox/dingtalk/faults.ts';
import { createDingtalkCheck } from '../../src/chat/dingtalk/index.ts';
import { Secret } from '../../src/config/secret.ts';
import { link, type Message } from '../../src/domain/message.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  member,
  SECURITY_GROUP,
  startDingtalk,
} from '../chat/dingtalk/organisation.ts';
import { directly } from '../chat/directly.ts';
import { describeSecrecy, lookSoon, type SecrecyDriver, soon } from './secrecy-kit.ts';

const PERSON = { email: 'zz.recognised@corp.example', name: 'Zita Recognised', mobile: '13912345678' };
const WORDS = 'zzmessage';
const DAY_MS = 24 * 60 * 60_000;

const MESSAGE: Message = {
  language: 'zh',
  summary: WORDS,
  blocks: [{ kind: 'paragraph', text: [WORDS, link('away', 'https://away.example/')] }],
};

/** Every kind that the sandbox knows: one more there asks for its line here. */
const KINDS: Readonly<Record<FaultKind['kind'], readonly FaultKind[]>> = {
  accept_then_500: [{ kind: 'accept_then_500' }],
  accept_then_reset: [{ kind: 'accept_then_reset' }],
  accept_then_hang: [{ kind: 'accept_then_hang' }],
  accept_then_cut_body: [{ kind: 'accept_then_cut_body' }],
  reset_before: [{ kind: 'reset_before' }],
  status: [
    { kind: 'status', status: 404 },
    { kind: 'status', status: 429, retryAfter: 'soon' },
    { kind: 'status', status: 503 },
  ],
  html: [{ kind: 'html' }],
  empty: [{ kind: 'empty' }],
  flood: [{ kind: 'flood', packed: true }],
  qps_403: [{ kind: 'qps_403' }],
  quota_403: [{ kind: 'quota_403' }],
  permission_403: [{ kind: 'permission_403' }],
  token_expired: [{ kind: 'token_expired' }],
  unsafe_url: [{ kind: 'unsafe_url' }],
  server_error: [{ kind: 'server_error' }],
  endless_list: [{ kind: 'endless_list' }],
  gateway_504: [{ kind: 'gateway_504' }, { kind: 'gateway_504', accepted: true }],
  ip_block: [{ kind: 'ip_block' }, { kind: 'ip_block', as: 'html' }],
  error: [
    { kind: 'error', code: 'invalidParameter.robotCode.notExsit' },
    { kind: 'error', code: '60020', status: 403 },
    // Where a vendor repeats what it was sent.
    { kind: 'error', code: `${PERSON.mobile} ${CLIENT_SECRET}` },
  ],
};

const FAULTS = new Map(
  Object.values(KINDS)
    .flat()
    .map((fault) => [labelOf(fault), fault]),
);
/** What the sandbox hands out: an access token, and the ticket of a connection. */
const HANDED_OUT = [/\b[0-9a-f]{32}\b/, /ticket=/];

describeSecrecy('DingTalk', [...FAULTS.keys()], async (): Promise<SecrecyDriver> => {
  const zita = member('zita', { ...PERSON, managerUserId: 'boss' });
  const { sandbox, dingtalk, clock, logged, stop } = await startDingtalk({ members: [zita, member('boss')] });
  const { messenger, batchMessenger, directory, viewerRole, credentials, commandSource } = dingtalk;
  const lookIntoIt = createDingtalkCheck({
    ...{ clientId: CLIENT_ID, clientSecret: new Secret(CLIENT_SECRET), robotCode: CLIENT_ID, clock },
    ...{ apiUrl: sandbox.apiUrl, oapiUrl: sandbox.oapiUrl, wayOut: directly },
    ...{ securityConversationId: SECURITY_GROUP, adminIds: ['zita'] },
  });
  const actor = {
    chat: 'dingtalk',
    memberId: 'zita',
    displayName: '',
    timeZone: null,
    language: null,
  } as const;
  return {
    secrets: [CLIENT_SECRET, WORDS, ...Object.values(PERSON), ...HANDED_OUT],
    provider: dingtalk,
    strike(label) {
      // What was looked up yesterday is looked up anew.
      clock.advance(2 * DAY_MS);
      const fault = FAULTS.get(label) as FaultKind;
      sandbox.faults.add({ ...fault, endpoint: '*', times: Number.POSITIVE_INFINITY });
    },
    relent: () => sandbox.faults.clear(),
    calls: {
      toPerson: () => messenger.sendToPerson('zita', MESSAGE, 'd1', soon()),
      toPeople: async () => batchMessenger?.sendToPeople(['zita', 'boss'], MESSAGE, soon()),
      toChannel: () => messenger.sendToChannel(SECURITY_GROUP, MESSAGE, { deliveryId: 'd2', signal: soon() }),
      byMemberId: () => directory.byMemberId('zita', soon()),
      byEmail: () => directory.byEmail(PERSON.email, soon()),
      byMobile: () => directory.byMobile(PERSON.mobile, soon()),
      managerOf: () => directory.managerOf('zita', soon()),
      isViewer: () => viewerRole.isViewer({ actor, place: 'private' }, soon()),
      verify: () => credentials.verify(soon()),
      check: () => lookIntoIt(lookSoon, []),
      listen: async () => {
        await commandSource.start(async () => undefined).finally(() => commandSource.stop(soon()));
      },
    },
    logged,
    stop,
  };
});

function labelOf(fault: FaultKind): string {
  const { kind, ...more } = fault;
  return [kind, ...Object.values(more)].join(' ').slice(0, 40);
}
