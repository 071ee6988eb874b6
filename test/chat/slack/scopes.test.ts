import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { WEB_API_METHODS } from '../../../sandbox/slack/method-table.ts';
import { MANIFEST_SCOPES, SOCKET_SCOPE, VIEWER_GROUP_SCOPE } from '../../../src/chat/slack/scopes.ts';

const fileOf = (path: string) => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');
const botScopes = (manifest: string): unknown => parse(manifest).oauth_config.scopes.bot;

test('the manifest asks for these, and offers that of a viewer group as a line to uncomment', () => {
  const manifest = fileOf('manifest.yml');
  expect(botScopes(manifest)).toEqual(MANIFEST_SCOPES);
  const uncommented = manifest.replace(`# - ${VIEWER_GROUP_SCOPE}`, `- ${VIEWER_GROUP_SCOPE}`);
  expect(botScopes(uncommented)).toEqual([...MANIFEST_SCOPES, VIEWER_GROUP_SCOPE]);
});

test('docs/security.md says of these what each is for, and of no other', () => {
  const [, section = ''] = fileOf('docs/security.md').split('### Slack scopes');
  const [rows = ''] = section.split('\n## ');
  const firstCells = [...rows.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  const named = firstCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, scope]) => scope));
  expect(named).toEqual([...MANIFEST_SCOPES, VIEWER_GROUP_SCOPE, SOCKET_SCOPE]);
});

test('the sandbox asks for each of them before it does something', () => {
  const asked = new Set([...WEB_API_METHODS.values()].flatMap(({ scopes }) => scopes));
  // Slash commands are no method.
  const known = new Set([...asked, 'commands']);
  const all = [...MANIFEST_SCOPES, VIEWER_GROUP_SCOPE, SOCKET_SCOPE];
  expect(all.filter((scope) => !known.has(scope))).toEqual([]);
});
