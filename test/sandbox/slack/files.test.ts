import { expect, test } from 'vitest';
import type { SlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import { refusalOf, startWorkspace, webClient } from './workspace-fixture.ts';

const CONTENT = 'a report';

async function announced(slack: SlackSandbox, length = CONTENT.length) {
  const answer = await webClient(slack).files.getUploadURLExternal({ filename: 'a.zip', length });
  return { url: answer.upload_url ?? '', id: answer.file_id ?? '' };
}

const post = (url: string, body: string | FormData = CONTENT) => fetch(url, { method: 'POST', body });
const share = (slack: SlackSandbox, id: string, channel = 'C0SECURITY') =>
  webClient(slack).files.completeUploadExternal({ files: [{ id }], channel_id: channel });

test('a file is uploaded, as it is or in a form, and shared once', async () => {
  const slack = await startWorkspace();
  const form = new FormData();
  form.set('filename', new Blob([CONTENT]), 'a.zip');
  for (const body of [CONTENT, form]) {
    const { url, id } = await announced(slack);
    expect((await post(url, body)).status).toBe(200);
    await share(slack, id);
    expect(await refusalOf(share(slack, id))).toBe('file_not_found');
  }
  const shared = slack.channelMessages('C0SECURITY').flatMap(({ files = [] }) => files);
  expect(shared.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
    ['a.zip', CONTENT],
    ['a.zip', CONTENT],
  ]);
});

test('what did not come, or not whole, or to an address that was used, is no file', async () => {
  const slack = await startWorkspace();
  const never = await announced(slack);
  expect(await refusalOf(share(slack, never.id))).toBe('file_not_found');
  const short = await announced(slack, CONTENT.length + 1);
  expect((await post(short.url)).status).toBe(400);
  expect((await post(short.url, `${CONTENT}!`)).status).toBe(404);
  expect(await refusalOf(share(slack, short.id))).toBe('file_not_found');
  expect((await post(new URL('/upload/v1/guessed', slack.apiUrl).href)).status).toBe(404);
});

test('an empty file is refused', async () => {
  const slack = await startWorkspace();
  expect(await refusalOf(announced(slack, 0))).toBe('missing_argument');
});

test.each([
  ['C0SECRET', 'channel_not_found'],
  ['C0GENERAL', 'not_in_channel'],
  ['U0ANN', 'channel_not_found'],
])('nothing is shared in %s', async (channel, code) => {
  const slack = await startWorkspace();
  const { url, id } = await announced(slack);
  await post(url);
  expect(await refusalOf(share(slack, id, channel))).toBe(code);
});

test('without the scope both calls are refused', async () => {
  const slack = await startWorkspace({ scopes: ['chat:write'] });
  expect(await refusalOf(announced(slack))).toBe('missing_scope');
  expect(await refusalOf(share(slack, 'F0'))).toBe('missing_scope');
});
