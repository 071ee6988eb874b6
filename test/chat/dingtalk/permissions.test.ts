import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ADDRESS_PERMISSIONS,
  EMAIL_FIELD_PERMISSION,
  PERMISSIONS,
} from '../../../src/chat/dingtalk/permissions.ts';

test.each(['docs/set-up-dingtalk.md', 'docs/zh/set-up-dingtalk.md'])(
  '%s says to apply for these, and for no other',
  (path) => {
    const page = readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');
    const named = new Set([...page.matchAll(/`(qyapi_\w+)`/g)].map(([, permission]) => permission));
    // A field of a person has a name of its own on DingTalk's page.
    const needed = [...PERMISSIONS, ...ADDRESS_PERMISSIONS].filter((one) => one !== EMAIL_FIELD_PERMISSION);
    expect(named).toEqual(new Set(needed));
  },
);
