import { expect, test } from 'vitest';
import { startWorkspace, webClient } from './workspace-fixture.ts';

const section = (text: string, more: object = {}) => ({
  type: 'section',
  text: { type: 'plain_text', text },
  ...more,
});
const home = (blocks: readonly object[], more: object = {}) => ({ type: 'home', blocks, ...more });
const TABLE = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };

test('a view is shown to this person alone, in the place of the one before', async () => {
  const slack = await startWorkspace();
  const client = webClient(slack);
  for (const text of ['first', 'second'])
    await client.views.publish({ user_id: 'U0ANN', view: home([section(text)]) as never });
  expect(slack.home('U0ANN')?.blocks).toEqual([section('second')]);
  expect(slack.home('U0LI')).toBeNull();
});

test.each([
  ['of another type', home([section('x')], { type: 'modal' }), 'invalid_arguments'],
  ['with more than a hundred blocks', home(Array(101).fill(section('x'))), 'invalid_arguments'],
  ['with a table, which is for messages', home([TABLE]), 'invalid_arguments'],
  ['with a block nobody knows', home([{ type: 'alert' }]), 'invalid_arguments'],
  [
    'with one id twice',
    home([section('x', { block_id: 'a' }), section('y', { block_id: 'a' })]),
    'invalid_arguments',
  ],
  ['with a field that views have not', home([section('x')], { title: 'x' }), 'invalid_arguments'],
  ['with too much private metadata', home([], { private_metadata: 'x'.repeat(3001) }), 'invalid_arguments'],
  ['that is too large', home(Array(100).fill(section('x'.repeat(2900)))), 'view_too_large'],
] as const)('a view %s is refused', async (_, view, code) => {
  const slack = await startWorkspace();
  const publishing = webClient(slack).views.publish({ user_id: 'U0ANN', view: view as never });
  await expect(publishing).rejects.toMatchObject({ data: { error: code } });
  expect(slack.home('U0ANN')).toBeNull();
});

test.each(['U0NOBODY', 'USLACKBOT_X'])('nobody sees the page of %s', async (userId) => {
  const slack = await startWorkspace();
  const publishing = webClient(slack).views.publish({ user_id: userId, view: home([]) as never });
  await expect(publishing).rejects.toMatchObject({ data: { error: 'invalid_arguments' } });
});

test('an older hash is a conflict, and a Home tab that is off refuses', async () => {
  const slack = await startWorkspace();
  const publish = (hash: string) =>
    webClient(slack).views.publish({ user_id: 'U0ANN', view: home([]) as never, hash });
  await expect(publish('1')).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  const off = await startWorkspace({ homeTab: false });
  const publishing = webClient(off).views.publish({ user_id: 'U0ANN', view: home([]) as never });
  await expect(publishing).rejects.toMatchObject({ data: { error: 'not_enabled' } });
});
