import type {
  AccessKeySeed,
  AccountSeed,
  GroupSeed,
  RoleSeed,
  SecurityPreference,
  TrailEvent,
  UserSeed,
} from './account-seed.ts';
import { checkPolicy, type PolicyDocument } from './policy.ts';
import { stableId } from './random.ts';
import { createUser, type UserState } from './user-state.ts';

/** One account as it is now; tests and the demo change it between calls. */
export interface AccountState {
  readonly accountId: string;
  readonly site: 'intl' | 'cn';
  alias: string | null;
  /** `<alias or account id>.onaliyun.com` */
  readonly defaultDomain: string;
  readonly securityPreference: SecurityPreference;
  userSsoEnabled: boolean;
  rootMfaEnabled: boolean;
  unboundMfaDevices: readonly string[];
  groups: readonly GroupSeed[];
  /** In any order. One whose user is gone keeps the id that the user had. */
  readonly events: readonly RecordedEvent[];
  record(event: TrailEvent): void;
  /** By name. */
  customPolicies: Readonly<Record<string, unknown>>;
  /** In the order of creation. */
  users(): readonly UserState[];
  /** @throws when there is none of that name */
  user(userName: string): UserState;
  findUser(by: { readonly userName: string } | { readonly userId: string }): UserState | null;
  addUser(seed: UserSeed): UserState;
  renameUser(userName: string, newUserName: string): void;
  /** Also deletes the user's access keys. */
  deleteUser(userName: string): void;
  addAccessKey(seed: AccessKeySeed): void;
  /** @throws when there is none of that id */
  accessKey(accessKeyId: string): AccessKeyState;
  findAccessKey(accessKeyId: string): AccessKeyState | null;
  accessKeysOf(user: UserState): readonly AccessKeyState[];
  addRole(seed: RoleSeed): RoleState;
  /** @throws when there is none of that name */
  role(roleName: string): RoleState;
  findRole(roleName: string): RoleState | null;
  roleCount(): number;
}

interface AccessKeyState {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** null = the account itself. */
  readonly user: UserState | null;
  readonly createDate: string;
  status: 'Active' | 'Inactive';
}

export interface RoleState {
  readonly roleName: string;
  readonly roleId: string;
  trustedPrincipals: readonly string[];
  externalId: string | null;
  maxSessionDurationSeconds: number;
  policy: PolicyDocument;
}

const DEFAULT_SECURITY_PREFERENCE: SecurityPreference = {
  mfaOperationForLogin: 'independent',
  allowUserToManageMfaDevices: true,
  allowUserToLoginWithPasskey: true,
  allowUserToChangePassword: true,
  allowUserToManageAccessKeys: false,
  enableSaveMfaTicket: false,
  loginSessionDurationHours: 6,
  verificationTypes: ['sms', 'email'],
  maxIdleDaysForUsers: 730,
};

export function createAccount(seed: AccountSeed): AccountState {
  const userList = createUserList(seed.accountId);
  const accessKeyRing = createAccessKeyRing(userList.user);
  const roles = new Map<string, RoleState>();
  const account: AccountState = {
    accountId: seed.accountId,
    site: seed.site ?? 'intl',
    alias: seed.alias ?? null,
    get defaultDomain() {
      return `${account.alias ?? account.accountId}.onaliyun.com`;
    },
    securityPreference: { ...DEFAULT_SECURITY_PREFERENCE, ...seed.securityPreference },
    userSsoEnabled: seed.userSsoEnabled ?? false,
    rootMfaEnabled: seed.rootMfaEnabled ?? true,
    unboundMfaDevices: seed.unboundMfaDevices ?? [],
    groups: seed.groups ?? [],
    ...createTrail(userList),
    customPolicies: seed.customPolicies ?? {},
    ...userList,
    deleteUser: (userName) => {
      accessKeyRing.deleteKeysOf(userList.user(userName));
      userList.deleteUser(userName);
    },
    addAccessKey: accessKeyRing.add,
    accessKey: (accessKeyId) => existing(accessKeyRing.find(accessKeyId), accessKeyId),
    findAccessKey: accessKeyRing.find,
    accessKeysOf: accessKeyRing.keysOf,
    addRole: (role) => {
      const state = createRole(seed.accountId, role);
      roles.set(role.roleName, state);
      return state;
    },
    role: (roleName) => existing(roles.get(roleName) ?? null, roleName),
    findRole: (roleName) => roles.get(roleName) ?? null,
    roleCount: () => roles.size,
  };
  fill(account, seed);
  return account;
}

function fill(
  account: AccountState,
  { users = [], accessKeys = [], events = [], roles = [] }: AccountSeed,
): void {
  for (const user of users) account.addUser(user);
  for (const key of accessKeys) account.addAccessKey(key);
  for (const event of events) account.record(event);
  for (const role of roles) account.addRole(role);
}

export interface RecordedEvent extends TrailEvent {
  readonly eventId: string;
  readonly userId: string | null;
}

function createTrail(users: UserList): Pick<AccountState, 'events' | 'record'> {
  const events: RecordedEvent[] = [];
  return {
    events,
    record: (event) => {
      const userId = users.findUser({ userName: event.userName })?.userId ?? null;
      events.push({ ...event, userId, eventId: stableId('event', String(events.length)) });
    },
  };
}

type UserList = Pick<AccountState, 'users' | 'user' | 'findUser' | 'addUser' | 'renameUser' | 'deleteUser'>;

function createUserList(accountId: string): UserList {
  type RenamableUser = { -readonly [Key in keyof UserState]: UserState[Key] };
  const byName = new Map<string, RenamableUser>();
  const byId = new Map<string, RenamableUser>();
  let ordered: RenamableUser[] = [];
  let created = 0;
  const user = (userName: string): RenamableUser => existing(byName.get(userName) ?? null, userName);
  const assertFree = (userName: string): void => {
    if (byName.has(userName)) throw new Error(`There already is a RAM user ${userName}.`);
  };
  return {
    users: () => ordered,
    user,
    findUser: (by) => ('userId' in by ? byId.get(by.userId) : byName.get(by.userName)) ?? null,
    addUser: (seed) => {
      assertFree(seed.userName);
      if (seed.policy) checkPolicy(seed.policy);
      created += 1;
      const added: RenamableUser = createUser(accountId, created, seed);
      byName.set(added.userName, added);
      byId.set(added.userId, added);
      ordered.push(added);
      return added;
    },
    renameUser: (userName, newUserName) => {
      assertFree(newUserName);
      const renamed = user(userName);
      byName.delete(userName);
      renamed.userName = newUserName;
      byName.set(newUserName, renamed);
    },
    deleteUser: (userName) => {
      const deleted = user(userName);
      byName.delete(userName);
      byId.delete(deleted.userId);
      ordered = ordered.filter((other) => other !== deleted);
    },
  };
}

function createAccessKeyRing(userNamed: (userName: string) => UserState) {
  const keys = new Map<string, AccessKeyState>();
  const keysOf = (user: UserState) => [...keys.values()].filter((key) => key.user === user);
  return {
    keysOf,
    find: (accessKeyId: string): AccessKeyState | null => keys.get(accessKeyId) ?? null,
    add: (seed: AccessKeySeed): void => {
      const user = seed.userName === null ? null : userNamed(seed.userName);
      keys.set(seed.accessKeyId, {
        accessKeyId: seed.accessKeyId,
        accessKeySecret: seed.accessKeySecret,
        user,
        createDate: '2024-03-01T08:00:00Z',
        status: seed.status ?? 'Active',
      });
    },
    deleteKeysOf: (user: UserState): void => {
      for (const key of keysOf(user)) keys.delete(key.accessKeyId);
    },
  };
}

function createRole(accountId: string, seed: RoleSeed): RoleState {
  return {
    roleName: seed.roleName,
    roleId: stableId(accountId, 'role', seed.roleName),
    trustedPrincipals: seed.trustedPrincipals,
    externalId: seed.externalId ?? null,
    maxSessionDurationSeconds: seed.maxSessionDurationSeconds ?? 3600,
    policy: checkPolicy(seed.policy),
  };
}

function existing<T>(found: T | null, name: string): T {
  if (found === null) throw new Error(`The sandbox has no ${name}.`);
  return found;
}
