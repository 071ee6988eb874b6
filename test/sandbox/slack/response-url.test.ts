import { RespondError } from '@slack/bolt';
import { expect, test } from 'vitest';
import { startBoltApp, startWorkspace } from './workspace-fixture.ts';

const HALF_HOUR_MS = 30 * 60_000;

/** Posts to a response URL as an app without an SDK does. */
async function postTo(
  url: string,
  body: unknown,
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

/** A workspace in which somebody typed a command that nothing answered. */
async function afterCommand(now?: () => number) {
  const slack = await startWorkspace(now === undefined ? {} : { now });
  const typed = await slack.command({ userId: 'U0ANN', channelId: 'C0SECURITY', text: '' });
  return { slack, typed, url: typed.responseUrl };
}

test('five uses and no sixth, for Bolt as for anybody', async () => {
  const slack = await startWorkspace();
  const sixth = Promise.withResolvers<unknown>();
  await startBoltApp(slack, (app) => {
    app.command('/mfa', async ({ ack, respond }) => {
      await ack();
      for (let use = 1; use <= 5; use += 1) await respond(`answer ${use}`);
      await respond('answer 6').then(sixth.resolve, sixth.resolve);
    });
  });
  const typed = await slack.command({ userId: 'U0ANN', text: '' });
  const failure = await sixth.promise;
  expect(failure).toBeInstanceOf(RespondError);
  expect(failure).toMatchObject({ statusCode: 404 });
  expect(typed.replies).toHaveLength(5);
  expect(slack.ephemeralMessages('U0ANN')).toHaveLength(5);
  expect(await postTo(typed.responseUrl, { text: 'late' })).toEqual({
    status: 404,
    answer: { ok: false, error: 'used_url' },
  });
});

test('half an hour and no longer, by the given clock', async () => {
  let now = Date.UTC(2026, 0, 5);
  const { url } = await afterCommand(() => now);
  now += HALF_HOUR_MS - 1;
  expect((await postTo(url, { text: 'in time' })).status).toBe(200);
  now += 1;
  expect(await postTo(url, { text: 'late' })).toMatchObject({
    status: 404,
    answer: { error: 'expired_url' },
  });
});

test('to the channel when asked for', async () => {
  const { slack, url } = await afterCommand();
  await postTo(url, { text: 'all hear', response_type: 'in_channel' });
  expect(slack.channelMessages('C0SECURITY')).toMatchObject([{ text: 'all hear', ephemeralTo: null }]);
});

test.each([
  ['something that is no JSON', 'text=x', 'invalid_payload'],
  ['a list', [], 'invalid_payload'],
  ['nothing to say', {}, 'no_text'],
  ['a flag that is a text', { text: 'x', replace_original: 'true' }, 'invalid_payload'],
  ['a place that does not exist', { text: 'x', response_type: 'everywhere' }, 'invalid_payload'],
  ['blocks that are wrong', { text: 'x', blocks: [{ type: 'banner' }] }, 'invalid_blocks'],
  ['to replace a message a command has not', { text: 'x', replace_original: true }, 'message_not_found'],
])('refuses %s, which costs no use', async (_, body, error) => {
  const { slack, url, typed } = await afterCommand();
  expect(await postTo(url, body)).toMatchObject({ status: 400, answer: { ok: false, error } });
  expect(typed.replies).toEqual([]);
  for (let use = 1; use <= 5; use += 1) expect((await postTo(url, { text: 'x' })).status).toBe(200);
  expect(slack.requests.filter(({ method }) => method === 'response_url')).toHaveLength(6);
});

test('an address nobody was given does not exist, and faults strike here too', async () => {
  const { slack, url } = await afterCommand();
  expect((await fetch(`${url}X`, { method: 'POST' })).status).toBe(404);
  slack.faults.add({ method: 'response_url', kind: 'server_error' });
  const response = await fetch(url, { method: 'POST', body: '{"text":"x"}' });
  expect(response.status).toBe(500);
  expect(slack.ephemeralMessages('U0ANN')).toEqual([]);
});
