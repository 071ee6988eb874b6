import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { MANIFEST_SCOPES } from '../src/chat/slack/scopes.ts';

type Manifest = webApi.AppsManifestValidateArguments['manifest'];

const manifest: unknown = parse(readFileSync(join(import.meta.dirname, '../manifest.yml'), 'utf8'));

/** What the bot relies on. The type refuses keys and scopes that Slack does not know. */
const EXPECTED = {
  _metadata: { major_version: 1 },
  display_information: {
    name: expect.stringMatching(/^.{1,35}$/),
    description: expect.stringMatching(/^.{1,140}$/),
    long_description: expect.stringMatching(/^.{175,4000}$/),
    background_color: expect.stringMatching(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i),
  },
  features: {
    app_home: {
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: true,
    },
    bot_user: { display_name: expect.stringMatching(/^[a-z0-9._-]{1,80}$/), always_online: true },
    slash_commands: [
      {
        command: '/mfa',
        description: expect.stringMatching(/^.{1,2000}$/),
        usage_hint: expect.stringMatching(/^.{1,1000}$/),
        should_escape: true,
      },
    ],
  },
  oauth_config: {
    scopes: { bot: [...MANIFEST_SCOPES] },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened'] },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
} satisfies Manifest;

test('manifest.yml is what the bot needs, within the limits of Slack, and nothing else', () => {
  expect(manifest).toEqual(EXPECTED);
});
