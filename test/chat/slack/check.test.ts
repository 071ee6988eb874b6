import { describe, expect, it } from 'vitest';
import type { SlackSandboxOptions } from '../../../sandbox/slack/sandbox-options.ts';
import { createSlackCheck } from '../../../src/chat/slack/index.ts';
import { Secret } from '../../../src/config/secret.ts';
import type { CheckLine, RunCheck } from '../../../src/domain/check-line.ts';
import type { Message } from '../../../src/domain/message.ts';
import { directly } from '../directly.ts';
import { inTime, slackForTest } from './workspace.ts';

const run: RunCheck = (check) => check.look(inTime());

const message: Message = {
  language: 'en',
  summary: 'Four of five',
  blocks: [
    { kind: 'chart', title: 'Compliant', series: '%', points: [{ label: '01-01', value: 80 }] },
    { kind: 'table', columns: ['a'], rows: [['b']] },
  ],
};

async function workspaceWith(options: Partial<SlackSandboxOptions> = {}) {
  const { sandbox } = await slackForTest(options);
  const lines = (securityChannelId: string | null) =>
    createSlackCheck({
      botToken: new Secret('xoxb-1-very-secret'),
      appToken: new Secret('xapp-1-very-secret'),
      apiUrl: sandbox.apiUrl,
      viewerUsergroupId: null,
      securityChannelId,
      adminIds: [],
      wayOut: directly,
    })(run, [{ name: 'digest', message }]);
  return { sandbox, lines };
}

const about = (lines: readonly CheckLine[], what: string) =>
  lines.filter((line) => line.what === what).map(({ status, detail }) => `${status}: ${detail}`);

describe('the security channel', () => {
  const CHANNEL = 'Slack security channel';

  it.each([
    ['C0SEC', /^ok: the bot may post to C0SEC$/],
    ['C0NONE', /^failed: C0NONE does not exist, or it is private and the bot is not in it$/],
    ['C0OTHER', /^failed: the bot is not in C0OTHER$/],
  ])('%s', async (channelId, line) => {
    const { sandbox, lines } = await workspaceWith();
    expect(about(await lines(channelId), CHANNEL)).toEqual([expect.stringMatching(line)]);
    expect(sandbox.channelMessages(channelId)).toEqual([]);
  });

  it('that is archived, or from which the bot was removed, fails', async () => {
    const { sandbox, lines } = await workspaceWith();
    sandbox.archive('C0SEC');
    expect(about(await lines('C0SEC'), CHANNEL)).toEqual(['failed: C0SEC is archived']);
    sandbox.kickBot('C0SEC');
    expect(about(await lines('C0SEC'), CHANNEL)).toEqual([
      'failed: C0SEC does not exist, or it is private and the bot is not in it',
    ]);
  });

  it('about which Slack says something else is not called well', async () => {
    const { sandbox, lines } = await workspaceWith();
    sandbox.faults.add({ method: 'chat.postEphemeral', kind: 'error', code: 'invalid_arguments' });
    expect(about(await lines('C0SEC'), CHANNEL)).toEqual([
      'warning: cannot be tried without posting (invalid_arguments)',
    ]);
  });

  it('is not asked for where none is named', async () => {
    const { lines } = await workspaceWith();
    expect(about(await lines(null), CHANNEL)).toEqual([]);
  });
});

describe('the messages', () => {
  const MESSAGES = 'Slack messages';

  it('are held against Slack’s own rules', async () => {
    const { sandbox, lines } = await workspaceWith();
    expect(about(await lines(null), MESSAGES)).toEqual(['ok: valid: digest']);
    expect(sandbox.requests.filter(({ method }) => method === 'blocks.validate')).toHaveLength(1);
  });

  it('that are taken in a simpler form are warned of', async () => {
    const { lines } = await workspaceWith({ dataVisualization: false });
    expect(about(await lines(null), MESSAGES)).toEqual([
      expect.stringMatching(/^warning: digest is sent in a simpler form/),
    ]);
  });

  it('that are refused in every form fail', async () => {
    const { sandbox, lines } = await workspaceWith();
    sandbox.faults.add({ method: 'blocks.validate', kind: 'error', code: 'invalid_blocks', times: 3 });
    expect(about(await lines(null), MESSAGES)).toEqual(['failed: Slack refuses digest (invalid_blocks)']);
  });

  it.each([
    ['error', 'unknown_method'],
    ['html', 'not_json'],
  ] as const)('are not called refused where Slack cannot look: %s', async (kind, code) => {
    const { sandbox, lines } = await workspaceWith();
    sandbox.faults.add(
      kind === 'error' ? { method: 'blocks.validate', kind, code } : { method: 'blocks.validate', kind },
    );
    expect(about(await lines(null), MESSAGES)).toEqual([
      `warning: not checked: blocks.validate is not available (${code})`,
    ]);
  });
});
