import { describe, expect, it } from 'vitest';
import type { DingtalkSandboxOptions } from '../../../sandbox/dingtalk/sandbox-options.ts';
import { createDingtalkCheck } from '../../../src/chat/dingtalk/index.ts';
import { Secret } from '../../../src/config/secret.ts';
import type { CheckLine, RunCheck } from '../../../src/domain/check-line.ts';
import { directly } from '../directly.ts';
import { CLIENT_ID, CLIENT_SECRET, dingtalkForTest, SCOPES } from './organisation.ts';

const READ_STATUS = 'GET /v1.0/robot/oToMessages/readStatus';
const run: RunCheck = (check) => check.look(AbortSignal.timeout(120_000));

async function organisationWith(options: Partial<DingtalkSandboxOptions> = {}) {
  const { sandbox, clock } = await dingtalkForTest(options);
  const lines = () =>
    createDingtalkCheck({
      clientId: CLIENT_ID,
      clientSecret: new Secret(CLIENT_SECRET),
      robotCode: CLIENT_ID,
      apiUrl: sandbox.apiUrl,
      oapiUrl: sandbox.oapiUrl,
      securityConversationId: null,
      adminIds: [],
      clock,
      wayOut: directly,
    })(run, []);
  return { sandbox, lines };
}

const about = (lines: readonly CheckLine[], what: string) =>
  lines.filter((line) => line.what === what).map(({ status, detail }) => `${status}: ${detail}`);

describe('the robot', () => {
  const ROBOT = 'DingTalk robot';

  it('is tried without a message, for one metered call', async () => {
    const { sandbox, lines } = await organisationWith();
    expect(about(await lines(), ROBOT)).toEqual([`ok: ${CLIENT_ID} may send`]);
    expect(sandbox.meteredCalls).toBe(1);
    expect(sandbox.requests.filter(({ endpoint }) => /batchSend|groupMessages/.test(endpoint))).toEqual([]);
  });

  it('without the permission to send fails, and it is named', async () => {
    const scopes = SCOPES.filter((scope) => scope !== 'qyapi_robot_sendmsg');
    const { lines } = await organisationWith({ scopes });
    expect(about(await lines(), ROBOT)).toEqual([expect.stringMatching(/^failed: .*qyapi_robot_sendmsg/)]);
  });

  it('about which DingTalk says something else is not called well', async () => {
    const { sandbox, lines } = await organisationWith();
    sandbox.faults.add({ endpoint: READ_STATUS, kind: 'error', code: 'odd.answer' });
    expect(about(await lines(), ROBOT)).toEqual(['warning: cannot be tried without sending (odd.answer)']);
  });

  it.each([
    ['the month is used up', { kind: 'quota_403' }, /month’s calls/],
    ['DingTalk asks for a pause', { kind: 'qps_403' }, /pause/],
    ['the answer breaks off', { kind: 'accept_then_cut_body' }, /did not confirm/],
  ] as const)('cannot be tried where %s', async (_name, fault, says) => {
    const { sandbox, lines } = await organisationWith();
    sandbox.faults.add({ endpoint: READ_STATUS, ...fault });
    await expect(lines()).rejects.toThrow(says);
  });
});

describe('Stream mode', () => {
  it('is asked for a place to connect to, which is left unused', async () => {
    const { sandbox, lines } = await organisationWith();
    expect(about(await lines(), 'DingTalk Stream mode')).toEqual(['ok: DingTalk lets the bot connect']);
    expect(sandbox.liveConnections).toBe(0);
  });
});

describe('finding people', () => {
  it.each([
    ['qyapi_get_member', 'DingTalk permission qyapi_get_member', 'failed'],
    ['qyapi_get_member_by_mobile', 'DingTalk permission qyapi_get_member_by_mobile', 'failed'],
    ['qyapi_get_department_list', 'DingTalk by e-mail', 'warning'],
    ['qyapi_get_department_member', 'DingTalk by e-mail', 'warning'],
    ['fieldEmail', 'DingTalk by e-mail', 'warning'],
  ])('without %s', async (missing, what, status) => {
    const { lines } = await organisationWith({ scopes: SCOPES.filter((scope) => scope !== missing) });
    expect(about(await lines(), what)).toEqual([
      expect.stringMatching(new RegExp(`^${status}: .*${missing}`)),
    ]);
  });
});
