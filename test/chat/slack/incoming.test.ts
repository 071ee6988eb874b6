import type { BlockAction, ButtonAction } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { isFromOwnWorkspace, pressedButton } from '../../../src/chat/slack/incoming.ts';
import { lookupOf } from '../../../src/chat/slack/member.ts';
import type { Workspace } from '../../../src/chat/slack/workspace.ts';

const OWN: Workspace = {
  teamId: 'T0OWN',
  enterpriseId: null,
  botId: 'B0BOT',
  botUserId: 'U0BOT',
  scopes: null,
};
const GRID: Workspace = { ...OWN, enterpriseId: 'E0OWN' };

const ACTION = { type: 'button', action_id: 'command-0-0-0', value: 'me', block_id: 'b' };
const BODY = {
  type: 'block_actions',
  team: { id: 'T0OWN', domain: 'own' },
  user: { id: 'U0ANN', username: 'ann', team_id: 'T0OWN' },
  channel: { id: 'D0ANN', name: 'directmessage' },
  response_url: 'https://hooks.slack.example/actions/x',
};
const press = (action: object = {}, body: object = {}) =>
  pressedButton({ ...ACTION, ...action } as ButtonAction, { ...BODY, ...body } as unknown as BlockAction);

describe('a pressed button', () => {
  test('is what it stands for', () => {
    expect(press()).toMatchObject({
      memberId: 'U0ANN',
      words: 'me',
      origin: 'pressed',
      conversation: { kind: 'direct', id: 'D0ANN' },
    });
  });

  test.each([
    ['with an id that is none of ours', { action_id: 'approve' }, {}],
    ['without a value', { value: undefined }, {}],
    ['that is something else', { type: 'overflow' }, {}],
    ['nowhere', {}, { channel: undefined }],
  ])('%s is ignored', (_, action, body) => {
    expect(press(action, body)).toBeNull();
  });

  test.each([
    ['at home', OWN, {}, true],
    ['in another workspace', OWN, { team: { id: 'T0ELSE' }, user: { id: 'U1' } }, false],
    ['by a guest of another organisation', OWN, { user: { id: 'U1', team_id: 'T0ELSE' } }, false],
    ['in no workspace', OWN, { team: null, user: { id: 'U1' } }, false],
    [
      'in another workspace of the organisation',
      GRID,
      { team: { id: 'T0ELSE', enterprise_id: 'E0OWN' } },
      true,
    ],
    ['in another organisation', GRID, { team: { id: 'T0ELSE', enterprise_id: 'E0ELSE' } }, false],
    ['in an organisation, to an app outside any', OWN, { team: { id: 'T1', enterprise_id: 'E1' } }, false],
  ])('%s', (_, own, body, isOwn) => {
    const incoming = press({}, body);
    expect(incoming !== null && isFromOwnWorkspace(incoming, own)).toBe(isOwn);
  });
});

describe('a member', () => {
  const ann = {
    id: 'U0ANN',
    team_id: 'T0OWN',
    name: 'ann',
    profile: { display_name: ' ', real_name: 'Ann\nLee' },
  };

  test('goes by the name that is there', () => {
    expect(lookupOf(ann, OWN)).toMatchObject({
      kind: 'found',
      person: { displayName: 'Ann Lee', timeZone: null, language: null },
    });
  });

  test.each([
    ['zh-CN', 'zh'],
    ['zh_TW', 'zh'],
    ['zh-Hant', 'zh'],
    ['en-GB', 'en'],
    ['fr-FR', 'en'],
    ['', null],
  ])('with locale %j is written to in %s', (locale, language) => {
    expect(lookupOf({ ...ann, locale }, OWN)).toMatchObject({ person: { language } });
  });

  test.each([
    ['of this workspace', OWN, {}, true],
    ['of another organisation', OWN, { team_id: 'T0ELSE' }, false],
    ['marked as a stranger', OWN, { is_stranger: true }, false],
    [
      'of another workspace of the organisation',
      GRID,
      { team_id: 'T1', enterprise_user: { enterprise_id: 'E0OWN' } },
      true,
    ],
    ['of the organisation itself', GRID, { team_id: 'E0OWN' }, true],
    [
      'of another organisation on a grid',
      GRID,
      { team_id: 'T1', enterprise_user: { enterprise_id: 'E1' } },
      false,
    ],
  ])('%s', (_, own, more, isPerson) => {
    expect(lookupOf({ ...ann, ...more }, own).kind).toBe(isPerson ? 'found' : 'none');
  });

  test.each([
    ['who was deactivated', { deleted: true }, 'deactivated'],
    ['who was invited', { is_invited_user: true }, 'not_joined'],
    ['whose address nobody has confirmed', { is_email_confirmed: false }, 'not_joined'],
    ['whose address is confirmed', { is_email_confirmed: true, is_invited_user: false }, 'found'],
    ['that is a bot, deactivated', { is_bot: true, deleted: true }, 'none'],
  ])('%s', (_, more, kind) => {
    expect(lookupOf({ ...ann, ...more }, OWN).kind).toBe(kind);
  });
});
