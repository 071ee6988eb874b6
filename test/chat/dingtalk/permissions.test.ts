import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ADDRESS_PERMISSIONS,
  EMAIL_FIELD_PERMISSION,
  PERMISSIONS,
} from '../../../src/chat/dingtalk/permissions.ts';

test('the README says to apply for these, and for no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const named = new Set([...readme.matchAll(/`(qyapi_\w+)`/g)].map(([, permission]) => permission));
  // A field of a person has a name of its own on DingTalk's page.
  const needed = [...PERMISSIONS, ...ADDRESS_PERMISSIONS].filter((one) => one !== EMAIL_FIELD_PERMISSION);
  expect(named).toEqual(new Set(needed));
});
