import { expect, test } from 'vitest';
import type { DingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import { SECURITY, sendToGroup, startOrganisation, tokenFor } from './organisation-fixture.ts';

interface Upload {
  readonly type?: string | null;
  readonly name?: string;
  readonly content?: string;
  readonly token?: string;
}

async function upload(dingtalk: DingtalkSandbox, what: Upload = {}) {
  const { type = 'file', name = 'a.zip', content = 'a report' } = what;
  const token = what.token ?? (await tokenFor(dingtalk));
  const form = new FormData();
  form.set('media', new Blob([content]), name);
  const query = new URLSearchParams({ access_token: token, ...(type === null ? {} : { type }) });
  const answer = await fetch(`${dingtalk.oapiUrl}/media/upload?${query}`, { method: 'POST', body: form });
  return (await answer.json()) as { readonly errcode: unknown; readonly media_id?: string };
}

const fileOf = (mediaId: string) => ({
  msgKey: 'sampleFile',
  msgParam: JSON.stringify({ mediaId, fileName: 'a.zip', fileType: 'zip' }),
});

test('what was uploaded is sent by its media id', async () => {
  const dingtalk = await startOrganisation();
  const { errcode, media_id: mediaId = '' } = await upload(dingtalk);
  expect(Number(errcode)).toBe(0);
  expect((await sendToGroup(dingtalk, SECURITY, fileOf(mediaId))).status).toBe(200);
  const [message] = dingtalk.groupMessages(SECURITY);
  expect(message?.shownText).toBe('a.zip');
  const file = message === undefined ? null : dingtalk.fileOf(message);
  expect(await file?.text()).toBe('a report');
});

test('a media id that nobody got is refused', async () => {
  const dingtalk = await startOrganisation();
  expect(await sendToGroup(dingtalk, SECURITY, fileOf('@lAzGuessed'))).toMatchObject({ status: 400 });
});

test.each([
  ['no type', { type: null }, 40_004],
  ['a type that is not modelled', { type: 'image' }, 40_004],
  ['a kind of file it does not take', { name: 'a.tar.gz' }, 40_005],
  ['an empty file', { content: '' }, 40_006],
  ['a file over 20 MB', { content: 'x'.repeat(20 * 1024 * 1024 + 1) }, 40_006],
  ['a token that nobody got', { token: 'guessed' }, 88],
])('%s is refused', async (_, what, errcode) => {
  const dingtalk = await startOrganisation();
  expect(Number((await upload(dingtalk, what)).errcode)).toBe(errcode);
});

test('each upload is one of the month’s calls', async () => {
  const dingtalk = await startOrganisation();
  await upload(dingtalk);
  const calls = dingtalk.requests.filter(({ metered }) => metered).map(({ endpoint }) => endpoint);
  expect(calls).toEqual(['POST /media/upload']);
});
