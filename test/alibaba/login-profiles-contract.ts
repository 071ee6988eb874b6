import { describe, expect, it } from 'vitest';
import { AlibabaError, type EnforcementTarget, type LoginProfiles } from '../../src/alibaba/accounts.ts';

/** A place where MFA can be required of a user. */
export interface LoginProfilesProvider {
  readonly loginProfiles: LoginProfiles;
  /** Has a login profile: MFA not required, a password that must be changed. */
  readonly user: EnforcementTarget;
  /** Has none. */
  readonly userWithoutProfile: EnforcementTarget;
  readonly nobody: EnforcementTarget;
}

/** What every implementation of `LoginProfiles` must do. */
export function describeLoginProfiles(name: string, start: () => Promise<LoginProfilesProvider>): void {
  const never = new AbortController().signal;
  const thrownBy = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );

  describe(`login profiles: ${name}`, () => {
    it('requires MFA, takes it back, and touches nothing else', async () => {
      const { loginProfiles, user } = await start();
      expect(await loginProfiles.read(user, never)).toEqual({
        mfaBindRequired: false,
        passwordResetRequired: true,
      });
      await loginProfiles.setMfaRequired(user, true, never);
      expect(await loginProfiles.read(user, never)).toEqual({
        mfaBindRequired: true,
        passwordResetRequired: true,
      });
      await loginProfiles.setMfaRequired(user, false, never);
      expect(await loginProfiles.read(user, never)).toEqual({
        mfaBindRequired: false,
        passwordResetRequired: true,
      });
    });

    it('knows a user without a login profile from one that does not exist', async () => {
      const { loginProfiles, userWithoutProfile, nobody } = await start();
      expect(await loginProfiles.read(userWithoutProfile, never)).toBeNull();
      expect(await thrownBy(loginProfiles.read(nobody, never))).toMatchObject({ reason: 'not_found' });
    });

    it('makes no login profile on the way', async () => {
      const { loginProfiles, userWithoutProfile } = await start();
      const error = await thrownBy(loginProfiles.setMfaRequired(userWithoutProfile, true, never));
      expect(error).toBeInstanceOf(AlibabaError);
      expect(error).toMatchObject({ reason: 'not_found', retryable: false });
      expect(await loginProfiles.read(userWithoutProfile, never)).toBeNull();
    });

    it.each(['*', '', 'a b', 'x'.repeat(65), 'nora@corp'])(
      'does not send "%s" as a user name',
      async (userName) => {
        const { loginProfiles, user } = await start();
        const target = { ...user, userName };
        expect(await thrownBy(loginProfiles.setMfaRequired(target, true, never))).toMatchObject({
          reason: 'rejected',
        });
        expect(await thrownBy(loginProfiles.read(target, never))).toMatchObject({ reason: 'rejected' });
      },
    );

    it('sends nothing once told to stop', async () => {
      const { loginProfiles, user } = await start();
      const stopped = AbortSignal.abort(new Error('stopped'));
      await expect(loginProfiles.setMfaRequired(user, true, stopped)).rejects.toThrow('stopped');
      expect(await loginProfiles.read(user, never)).toMatchObject({ mfaBindRequired: false });
    });
  });
}
