import type { FaultKind } from '../../sandbox/slack/faults.ts';
import { createSlackCheck } from '../../src/chat/slack/index.ts';
import { Secret } from '../../src/config/secret.ts';
import type { Message } from '../../src/domain/message.ts';
import { directly } from '../chat/directly.ts';
import { APP_TOKEN, BOT_TOKEN } from '../chat/slack/tokens.ts';
import { startSlack } from '../chat/slack/workspace.ts';
import { describeSecrecy, lookSoon, type SecrecyDriver, soon } from './secrecy-kit.ts';

const PERSON = { email: 'zz.recognised@corp.example', realName: 'Zita Recognised', title: 'zzmessage' };
const MOBILE = '+8613912345678';
const DAY_MS = 24 * 60 * 60_000;

const MESSAGE: Message = {
  language: 'en',
  summary: PERSON.title,
  blocks: [{ kind: 'paragraph', text: [PERSON.title] }],
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
  rate_limited: [{ kind: 'rate_limited', retryAfterSeconds: 7 }],
  server_error: [{ kind: 'server_error' }],
  endless_list: [{ kind: 'endless_list' }],
  error: [
    'invalid_auth',
    'token_revoked',
    'missing_scope',
    'user_not_found',
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'fatal_error',
    // Where a vendor repeats what it was sent.
    `${PERSON.email} ${BOT_TOKEN}`,
  ].map((code) => ({ kind: 'error', code })),
};

const FAULTS = new Map(
  Object.values(KINDS)
    .flat()
    .map((fault) => [labelOf(fault), fault]),
);

describeSecrecy('Slack', [...FAULTS.keys()], async (): Promise<SecrecyDriver> => {
  const member = { id: 'U0ZITA', name: 'zita', tz: 'Asia/Singapore', locale: 'en-US', ...PERSON };
  const { sandbox, slack, clock, logged, stop } = await startSlack({ members: [member] });
  const { messenger, directory, viewerRole, credentials, commandSource } = slack;
  const lookIntoIt = createSlackCheck({
    ...{ botToken: new Secret(BOT_TOKEN), appToken: new Secret(APP_TOKEN), apiUrl: sandbox.apiUrl },
    ...{ viewerUsergroupId: 'S0VIEW', securityChannelId: 'C0SEC', adminIds: [member.id], wayOut: directly },
  });
  const reference = { conversationId: 'D0ZITA', messageId: '1.0' };
  const actor = {
    chat: 'slack',
    memberId: member.id,
    displayName: '',
    timeZone: null,
    language: null,
  } as const;
  return {
    secrets: [BOT_TOKEN, APP_TOKEN, MOBILE, ...Object.values(PERSON)],
    provider: slack,
    strike(label) {
      // What was looked up yesterday is looked up anew.
      clock.advance(2 * DAY_MS);
      const fault = FAULTS.get(label) as FaultKind;
      sandbox.faults.add({ ...fault, method: '*', times: Number.POSITIVE_INFINITY });
    },
    relent: () => sandbox.faults.clear(),
    calls: {
      toPerson: () => messenger.sendToPerson(member.id, MESSAGE, 'd1', soon()),
      toChannel: () => messenger.sendToChannel('C0SEC', MESSAGE, { deliveryId: 'd2', signal: soon() }),
      update: () => messenger.update({ ...reference, deliveryId: 'd1' }, MESSAGE, soon()),
      findDelivered: () =>
        messenger.findDelivered(member.id, { deliveryId: 'd1', attemptedAt: clock.now() }, soon()),
      byMemberId: () => directory.byMemberId(member.id, soon()),
      byEmail: () => directory.byEmail(PERSON.email, soon()),
      byMobile: () => directory.byMobile(MOBILE, soon()),
      managerOf: () => directory.managerOf(member.id, soon()),
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
  const more = 'code' in fault ? fault.code.slice(0, 20) : 'status' in fault ? fault.status : '';
  return `${fault.kind} ${more}`.trim();
}
