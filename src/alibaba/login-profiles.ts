import { AlibabaError, type LoginProfiles } from './accounts.ts';
import { loginProfileSettingAnswered, parseAnswer } from './answers.ts';
import { interactiveCalls } from './call-context.ts';
import { createEnforcerAccess, type LoginProfilesOptions } from './enforcer-access.ts';
import { OPERATIONS } from './permissions.ts';

const NO_LOGIN_PROFILE = 'EntityNotExist.User.LoginProfile';

export function createLoginProfiles(options: LoginProfilesOptions): LoginProfiles {
  const { log } = options;
  const access = createEnforcerAccess(options);
  return {
    ownUserIds: (signal) => access.ownUserIds(interactiveCalls(signal, log)),
    async read(target, signal) {
      const context = interactiveCalls(signal, log);
      const operation = OPERATIONS.getLoginProfileSetting;
      try {
        const gateway = await access.gatewayTo(target, context);
        const answer = await gateway.read(operation, { UserName: target.userName }, context);
        const { LoginProfile: profile } = parseAnswer(loginProfileSettingAnswered, answer, operation);
        return {
          mfaBindRequired: profile.MFABindRequired,
          passwordResetRequired: profile.PasswordResetRequired,
        };
      } catch (error) {
        if (error instanceof AlibabaError && error.code === NO_LOGIN_PROFILE) return null;
        throw error;
      }
    },
    async setMfaRequired(target, required, signal) {
      const context = interactiveCalls(signal, log);
      const gateway = await access.gatewayTo(target, context);
      const parameters = { UserName: target.userName, MFABindRequired: String(required) };
      await gateway.change(OPERATIONS.updateLoginProfile, parameters, context);
    },
  };
}
