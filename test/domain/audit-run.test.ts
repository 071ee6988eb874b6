import { describe, expect, it } from 'vitest';
import { AlibabaError, type AlibabaErrorReason } from '../../src/alibaba/accounts.ts';
import { remedyForFailure } from '../../src/audit/run-remedy.ts';
import { type IncompleteReason, needsAdmin, remedyForIncomplete } from '../../src/domain/audit-run.ts';

describe('what is to be done about an account that stayed incomplete', () => {
  it.each([
    ['role_not_assumed', [], 'check_role', true],
    ['credentials', ['ram:ListUsers'], 'check_credentials', true],
    ['list_failed', ['ram:ListUsers'], 'grant', true],
    ['list_failed', [], 'wait', false],
    ['all_unknown', ['ram:GetLoginProfile'], 'grant', true],
    ['count_disagrees', [], 'wait', false],
    [null, ['ram:ListPasskeys'], 'wait', false],
  ] as const satisfies readonly (readonly [IncompleteReason | null, readonly string[], string, boolean])[])(
    '%s without %j: %s, an admin is needed: %s',
    (reason, grants, kind, isForAdmins) => {
      const remedy = remedyForIncomplete(reason, grants);
      expect(remedy).toMatchObject(kind === 'grant' ? { kind, grants } : { kind });
      expect(needsAdmin(remedy)).toBe(isForAdmins);
    },
  );
});

describe('what is to be done where nothing could be asked for', () => {
  it.each([
    ['credentials', null, 'check_credentials', true],
    ['root_key', null, 'replace_root_key', true],
    ['no_permission', 'ram:ListUsers', 'grant', true],
    ['no_permission', null, 'run_doctor', true],
    ['throttled', null, 'slow_down', false],
    ['unavailable', null, 'check_network', false],
    ['rejected', null, 'wait', false],
  ] as const satisfies readonly (readonly [AlibabaErrorReason, string | null, string, boolean])[])(
    '%s, %s to grant: %s, an admin is needed: %s',
    (reason, grant, kind, isForAdmins) => {
      const error = new AlibabaError({ reason, grant, code: 'X', message: 'x', retryable: false });
      const remedy = remedyForFailure(error);
      expect(remedy.kind).toBe(kind);
      expect(needsAdmin(remedy)).toBe(isForAdmins);
    },
  );
});
