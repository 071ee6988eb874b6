import type { AccountState, RoleState } from './account-state.ts';
import type { PolicyDocument } from './policy.ts';
import type { Random } from './random.ts';

/** Temporary credentials of an assumed role. */
interface StsSession {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiresAtMs: number;
  readonly account: AccountState;
  readonly role: RoleState;
  readonly roleSessionName: string;
  /** Narrows what the role may do; null = all of it. */
  readonly policy: PolicyDocument | null;
}

export interface StsSessions {
  issue(
    session: Pick<StsSession, 'account' | 'role' | 'roleSessionName' | 'policy' | 'expiresAtMs'>,
  ): StsSession;
  find(accessKeyId: string): StsSession | null;
}

export function createStsSessions(random: Random): StsSessions {
  const sessions = new Map<string, StsSession>();
  return {
    issue: (session) => {
      const issued: StsSession = {
        ...session,
        accessKeyId: `STS.${random.hex(24)}`,
        accessKeySecret: random.hex(44),
        securityToken: `CAIS${Buffer.from(random.hex(90)).toString('base64')}`,
      };
      sessions.set(issued.accessKeyId, issued);
      return issued;
    },
    find: (accessKeyId) => sessions.get(accessKeyId) ?? null,
  };
}
