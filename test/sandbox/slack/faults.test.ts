import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { FaultKind } from '../../../sandbox/slack/faults.ts';
import { startWorkspace, webClient } from './workspace-fixture.ts';

const post = (client: webApi.WebClient) => client.chat.postMessage({ channel: 'C0SECURITY', text: 'x' });
const { ErrorCode } = webApi;

interface Case {
  readonly fault: FaultKind;
  /** How it ends for the caller, and how many messages there are. */
  readonly failure: object;
  readonly stored: number;
}

test.each<Case>([
  {
    fault: { kind: 'rate_limited', retryAfterSeconds: 7 },
    failure: { code: ErrorCode.RateLimitedError, retryAfter: 7 },
    stored: 0,
  },
  { fault: { kind: 'server_error' }, failure: { code: ErrorCode.HTTPError, statusCode: 500 }, stored: 0 },
  { fault: { kind: 'accept_then_500' }, failure: { code: ErrorCode.HTTPError, statusCode: 500 }, stored: 1 },
  { fault: { kind: 'reset_before' }, failure: { code: ErrorCode.RequestError }, stored: 0 },
  { fault: { kind: 'accept_then_reset' }, failure: { code: ErrorCode.RequestError }, stored: 1 },
  { fault: { kind: 'accept_then_cut_body' }, failure: { message: 'terminated' }, stored: 1 },
  { fault: { kind: 'html' }, failure: { code: ErrorCode.PlatformError }, stored: 0 },
  { fault: { kind: 'html', accepted: true }, failure: { code: ErrorCode.PlatformError }, stored: 1 },
  { fault: { kind: 'empty' }, failure: { code: ErrorCode.PlatformError, data: { error: '' } }, stored: 0 },
  {
    fault: { kind: 'error', code: 'fatal_error' },
    failure: { code: ErrorCode.PlatformError, data: { error: 'fatal_error' } },
    stored: 0,
  },
])('$fault.kind (accepted: $stored)', async ({ fault, failure, stored }) => {
  const slack = await startWorkspace();
  slack.faults.add({ method: 'chat.postMessage', ...fault });
  const client = webClient(slack);
  await expect(post(client)).rejects.toMatchObject(failure);
  expect(slack.channelMessages('C0SECURITY')).toHaveLength(stored);
  expect(slack.requests.at(-1)).toMatchObject({ fault: fault.kind });
  await post(client);
  expect(slack.channelMessages('C0SECURITY')).toHaveLength(stored + 1);
});

test('an answer that never comes leaves the message there and the caller with a time-out', async () => {
  const slack = await startWorkspace();
  slack.faults.add({ method: 'chat.postMessage', kind: 'accept_then_hang' });
  const client = new webApi.WebClient('xoxb-sandbox', {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 100,
    logLevel: webApi.LogLevel.ERROR,
  });
  await expect(post(client)).rejects.toMatchObject({ code: ErrorCode.RequestError });
  expect(slack.channelMessages('C0SECURITY')).toHaveLength(1);
});

test('after accept_then_reset the one message is found in the history of the conversation', async () => {
  const slack = await startWorkspace();
  const client = webClient(slack);
  const { channel } = await client.conversations.open({ users: 'U0ANN' });
  const id = channel?.id ?? '';
  slack.faults.add({ method: 'chat.postMessage', kind: 'accept_then_reset' });
  const metadata = { event_type: 'mfa_notice', event_payload: { delivery: 'd-7' } };
  await expect(client.chat.postMessage({ channel: id, text: 'x', metadata })).rejects.toThrow();
  const { messages } = await client.conversations.history({ channel: id, include_all_metadata: true });
  expect(messages).toMatchObject([{ text: 'x', metadata }]);
});

test("with the SDK's own retries a lost answer becomes a second message", async () => {
  const slack = await startWorkspace();
  slack.faults.add({ method: 'chat.postMessage', kind: 'accept_then_reset' });
  const retrying = new webApi.WebClient('xoxb-sandbox', {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 1, minTimeout: 1 },
    logLevel: webApi.LogLevel.ERROR,
  });
  await post(retrying);
  expect(slack.channelMessages('C0SECURITY')).toHaveLength(2);
});

test('a fault strikes as often as asked, on its method alone', async () => {
  const slack = await startWorkspace();
  slack.faults.add({ method: 'users.info', kind: 'error', code: 'internal_error', times: 2 });
  const client = webClient(slack);
  const read = () => client.users.info({ user: 'U0ANN' });
  await post(client);
  await expect(read()).rejects.toThrow('internal_error');
  await expect(read()).rejects.toThrow('internal_error');
  await read();
});

test('faults by probability repeat with the seed, until they are cleared', async () => {
  const strikes = async (seed: number) => {
    const slack = await startWorkspace({ seed, rateLimits: false });
    slack.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'internal_error', probability: 0.5 });
    const outcomes: boolean[] = [];
    for (let call = 0; call < 20; call += 1) {
      outcomes.push(
        await post(webClient(slack)).then(
          () => true,
          () => false,
        ),
      );
    }
    slack.faults.clear();
    await post(webClient(slack));
    return outcomes;
  };
  const once = await strikes(42);
  expect(once).toEqual(await strikes(42));
  expect(once).not.toEqual(await strikes(43));
  expect(new Set(once)).toEqual(new Set([true, false]));
});
