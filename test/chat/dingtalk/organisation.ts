import { onTestFinished } from 'vitest';
import { type DingtalkSandbox, startDingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { Member } from '../../../sandbox/dingtalk/organisation.ts';
import type { DingtalkSandboxOptions } from '../../../sandbox/dingtalk/sandbox-options.ts';
import type { ChatMemory, ChatProvider } from '../../../src/chat/chat.ts';
import { createDingtalk, type DingtalkOptions } from '../../../src/chat/dingtalk/index.ts';
import { ADDRESS_PERMISSIONS, PERMISSIONS } from '../../../src/chat/dingtalk/permissions.ts';
import { Secret } from '../../../src/config/secret.ts';
import { createLog } from '../../../src/log.ts';
import { directly } from '../directly.ts';
import { InstantClock } from '../instant-clock.ts';

export const CLIENT_ID = 'dingcorp0app';
export const CLIENT_SECRET = 'very-secret-client-secret';
export const SCOPES: readonly string[] = [...PERMISSIONS, ...ADDRESS_PERMISSIONS];
export const SECURITY_GROUP = 'cidSecurity/group+1==';
export const OTHER_GROUP = 'cidOther/group+2==';
export const GROUP_WITHOUT_BOT = 'cidWithout/bot+3==';

export const member = (userId: string, more: Partial<Member> = {}): Member => ({
  userId,
  name: userId.toUpperCase(),
  mobile: null,
  email: `${userId}@corp.example`,
  managerUserId: null,
  departmentIds: [1],
  ...more,
});

const MEMBERS: readonly Member[] = [
  member('ann', { mobile: '13800138000', managerUserId: 'boss', departmentIds: [2] }),
  member('li', { name: '李伟', email: 'Li.Wei@Corp.Example', mobile: '+65-81234567', departmentIds: [2, 3] }),
  member('boss', { orgEmail: 'chief@corp.example' }),
  // Invited, and never signed in.
  member('gone', { active: false, mobile: '13800138001', managerUserId: 'nobody-any-more' }),
  member('hidden', { isVisible: false }),
  member('outsider', { isOutside: true }),
  member('twin1', { email: 'twins@corp.example' }),
  member('twin2', { email: 'Twins@corp.example', departmentIds: [3] }),
];

export interface DingtalkUnderTest {
  readonly sandbox: DingtalkSandbox;
  readonly dingtalk: ChatProvider;
  readonly clock: InstantClock;
  readonly memory: ChatMemory & {
    readonly taken: Set<string>;
    readonly calls: number;
    readonly deliveries: number;
    readonly refusedWith: string | null;
  };
  /** All that was logged. */
  readonly logged: () => string;
  stop(): Promise<void>;
}

/** An organisation and a provider in it, on one clock. */
export async function startDingtalk(
  organisation: Partial<DingtalkSandboxOptions> = {},
  options: Partial<DingtalkOptions> = {},
): Promise<DingtalkUnderTest> {
  const clock = new InstantClock();
  const sandbox = await startDingtalkSandbox({
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    robotCode: CLIENT_ID,
    corpId: 'dingcorp',
    scopes: SCOPES,
    members: MEMBERS,
    departments: [
      { id: 2, name: 'Engineering', parentId: 1 },
      { id: 3, name: 'Platform', parentId: 2 },
    ],
    groups: [
      {
        openConversationId: SECURITY_GROUP,
        title: 'Security',
        members: ['ann', 'li', 'outsider'],
        botIsMember: true,
      },
      {
        openConversationId: OTHER_GROUP,
        title: 'Lunch',
        members: ['ann', 'li', 'outsider'],
        botIsMember: true,
      },
      { openConversationId: GROUP_WITHOUT_BOT, title: 'Quiet', members: ['ann'], botIsMember: false },
    ],
    now: () => clock.now(),
    ...organisation,
  });
  const lines: string[] = [];
  const memory = rememberAll();
  const dingtalk = createDingtalk({
    clientId: CLIENT_ID,
    clientSecret: new Secret(CLIENT_SECRET),
    robotCode: CLIENT_ID,
    apiUrl: sandbox.apiUrl,
    oapiUrl: sandbox.oapiUrl,
    securityConversationId: SECURITY_GROUP,
    clock,
    random: () => 0.5,
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    memory,
    wayOut: directly,
    ...options,
  });
  return {
    sandbox,
    dingtalk,
    clock,
    memory,
    logged: () => lines.join(''),
    async stop() {
      await dingtalk.commandSource.stop(AbortSignal.timeout(5000));
      await sandbox.stop();
    },
  };
}

function rememberAll(): DingtalkUnderTest['memory'] {
  const taken = new Set<string>();
  const used = { api_call: 0, stream_delivery: 0 };
  let last: string | null = null;
  return {
    taken,
    get calls() {
      return used.api_call;
    },
    get deliveries() {
      return used.stream_delivery;
    },
    get refusedWith() {
      return last;
    },
    async takeOnce(requestId) {
      const isNew = !taken.has(requestId);
      taken.add(requestId);
      return isNew;
    },
    async count(meter, refusedWith) {
      last = refusedWith ?? null;
      if (last === null) used[meter] += 1;
    },
  };
}

const running: DingtalkUnderTest[] = [];
// Registered by the test that starts something: a hook of this module would belong to the first file that imports it.
async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.stop()));
}

/** The same, stopped after the test. */
export async function dingtalkForTest(...args: Parameters<typeof startDingtalk>): Promise<DingtalkUnderTest> {
  const one = await startDingtalk(...args);
  if (running.length === 0) onTestFinished(stopAll);
  running.push(one);
  return one;
}

export function inTime(): AbortSignal {
  return AbortSignal.timeout(120_000);
}
