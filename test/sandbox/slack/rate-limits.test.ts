import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { startWorkspace, webClient } from './workspace-fixture.ts';

test('a channel takes a short burst, then one message a second by the given clock', async () => {
  let now = Date.UTC(2026, 0, 5);
  const slack = await startWorkspace({ now: () => now });
  const post = (channel: string) => webClient(slack).chat.postMessage({ channel, text: 'x' });
  for (let sent = 0; sent < 5; sent += 1) await post('C0SECURITY');
  const refused = await post('C0SECURITY').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(webApi.WebAPIRateLimitedError);
  expect(refused).toMatchObject({ retryAfter: 1 });
  expect(slack.channelMessages('C0SECURITY')).toHaveLength(5);
  expect(slack.requests.at(-1)).toMatchObject({ status: 429, error: 'ratelimited' });
  // Another conversation has its own allowance.
  await post('U0ANN');
  now += 1000;
  await post('C0SECURITY');
  await expect(post('C0SECURITY')).rejects.toBeInstanceOf(webApi.WebAPIRateLimitedError);
});

test('a method takes as many calls a minute as its tier, and others are not held up', async () => {
  let now = 0;
  const slack = await startWorkspace({ now: () => now });
  const list = () => webClient(slack).users.list({ limit: 1 });
  for (let call = 0; call < 20; call += 1) await list();
  const refused = await list().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: webApi.ErrorCode.RateLimitedError, retryAfter: 3 });
  await webClient(slack).users.info({ user: 'U0ANN' });
  now += 3000;
  await list();
});

test('rate limits can be switched off', async () => {
  const slack = await startWorkspace({ rateLimits: false, now: () => 0 });
  for (let sent = 0; sent < 30; sent += 1) {
    await webClient(slack).chat.postMessage({ channel: 'C0SECURITY', text: 'x' });
  }
  expect(slack.channelMessages('C0SECURITY')).toHaveLength(30);
});
