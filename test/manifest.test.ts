import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { webApi } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

type Manifest = webApi.AppsManifestValidateArguments['manifest'];

const source = readFileSync(join(import.meta.dirname, '../manifest.yml'), 'utf8');
const manifest: unknown = parse(source);

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
      home_tab_enabled: false,
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
    scopes: { bot: ['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'] },
  },
  settings: {
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
} satisfies Manifest;

describe('manifest.yml', () => {
  test('is what the bot needs, within the limits of Slack, and nothing else', () => {
    expect(manifest).toEqual(EXPECTED);
  });

  test('offers the scope of a viewer group as a line to uncomment', () => {
    const uncommented = source.replace('# - usergroups:read', '- usergroups:read');
    expect(parse(uncommented)).toMatchObject({
      oauth_config: { scopes: { bot: [...EXPECTED.oauth_config.scopes.bot, 'usergroups:read'] } },
    });
  });
});
