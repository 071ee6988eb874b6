import type { FaultRule } from '../../sandbox/alibaba/faults.ts';
import { allowPolicy, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import {
  createAccounts,
  createAlibabaChecks,
  createLoginProfiles,
  enforcerPolicy,
  readerPolicy,
} from '../../src/alibaba/index.ts';
import { accountId, userId } from '../../src/domain/ram-user.ts';
import { createLog } from '../../src/log.ts';
import {
  ACCOUNT_ID,
  accountOf,
  commonOptions,
  NO_ROLES,
  never,
  READER_KEY,
  READER_NAME,
  staticKeys,
} from '../alibaba/company.ts';
import { describeSecrecy, lookSoon, type SecrecyDriver, soon } from './secrecy-kit.ts';

const ENFORCER_NAME = 'mfa-enforcer';
const ENFORCER_KEY = { accessKeyId: 'LTAIenforcer', accessKeySecret: 'secret-of-the-enforcer' };
const FURTHER_ID = accountId('2222222222222222');
const ROLE = { roleName: 'mfa-role', trustedPrincipals: [`acs:ram::${ACCOUNT_ID}:root`] } as const;
const EXTERNAL_ID = 'zz-external-id';
const ZITA = {
  userName: 'zz.recognised',
  displayName: 'Zita Recognised',
  email: 'zz.mail@corp.example',
  mobilePhone: '86-13912345678',
  comments: 'zzcomment',
  tags: { 'slack-user-id': 'U0ZITA' },
  loginProfile: {},
} as const;

const PERSONAL = [ZITA.displayName, ZITA.email, ZITA.mobilePhone, ZITA.comments, ZITA.userName];

type Fault = Exclude<FaultRule, { readonly kind: 'slow' }>;

/** Every kind that the sandbox knows: one more there asks for its line here. */
const KINDS: Readonly<Record<Fault['kind'], readonly Fault[]>> = {
  throttle: [{ kind: 'throttle' }],
  server_error: [{ kind: 'server_error' }, { kind: 'server_error', status: 503 }],
  no_permission: [{ kind: 'no_permission' }],
  html: [{ kind: 'html' }],
  empty: [{ kind: 'empty' }],
  reset: [{ kind: 'reset' }],
  hang: [{ kind: 'hang' }],
  flood: [{ kind: 'flood', bytes: 100_000_000 }],
  repeat_marker: [{ kind: 'repeat_marker', action: 'ListUsers' }],
  endless_list: [{ kind: 'endless_list', action: 'ListUsers' }],
  truncated_page: [{ kind: 'truncated_page', action: 'ListUsers' }],
  omit: [{ kind: 'omit', field: 'AccountId', action: 'GetCallerIdentity' }],
  error: [
    { kind: 'error', status: 403, code: 'InvalidAccessKeyId.NotFound' },
    { kind: 'error', status: 400, code: 'SignatureDoesNotMatch' },
    // Where a vendor repeats what it was sent.
    ...[`${ZITA.email} is invalid`, `${ENFORCER_KEY.accessKeySecret} and ${READER_KEY.accessKeySecret}`].map(
      (message) => ({ kind: 'error', status: 400, code: 'InvalidParameter', message }) as const,
    ),
  ],
};

const FAULTS = new Map(
  Object.values(KINDS)
    .flat()
    .map((fault) => [labelOf(fault), fault]),
);
/** What the sandbox hands out: keys and tokens of an assumed role, and how a request was signed. */
const HANDED_OUT = [/STS\.[0-9a-f]{24}/, /CAIS[\w+/=]{40}/, /Signature=[0-9a-f]{20}/];

describeSecrecy('Alibaba Cloud', [...FAULTS.keys()], async (): Promise<SecrecyDriver> => {
  const cloud = await startCompany();
  const lines: string[] = [];
  const common = {
    ...commonOptions(cloud),
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    reader: staticKeys(READER_KEY),
    roles: {
      ...NO_ROLES,
      arns: [`acs:ram::${FURTHER_ID}:role/${ROLE.roleName}`],
      externalId: EXTERNAL_ID,
    },
  };
  const enforcer = staticKeys(ENFORCER_KEY);
  const accounts = createAccounts(common);
  const loginProfiles = createLoginProfiles({ ...common, enforcer, roleName: null });
  const checks = createAlibabaChecks({ ...common, enforcer: { keys: enforcer, roleName: null } });
  const target = { accountId: ACCOUNT_ID, userName: ZITA.userName, actor: 'slack:U0ADMIN' };
  // Listed while all is well: what follows is about everything behind it.
  const { readers } = await accounts.list(never);
  const zitaId = userId(cloud.account(ACCOUNT_ID).user(ZITA.userName).userId);
  return {
    secrets: [
      READER_KEY.accessKeySecret,
      ENFORCER_KEY.accessKeySecret,
      EXTERNAL_ID,
      ...PERSONAL,
      ...HANDED_OUT,
    ],
    provider: { accounts, loginProfiles, checks, readers },
    strike: (label) => void cloud.faults.add(FAULTS.get(label) as FaultRule),
    relent: () => cloud.faults.clear(),
    calls: {
      list: () => accounts.list(soon()),
      readAccounts: () =>
        Promise.all(
          readers.map(async (reader) => {
            const { completeness, missingPermissions } = await reader.readAccount({ signal: soon() });
            if (completeness.kind === 'incomplete') throw Object.assign(new Error(), completeness);
            return missingPermissions;
          }),
        ),
      readFacts: () => Promise.all(readers.map((reader) => reader.readAccountFacts(soon()))),
      readUser: async () => {
        const reading = await readers[0]?.readUser(zitaId, soon());
        return reading?.kind === 'found' ? reading.facts : reading;
      },
      ownUserIds: () => loginProfiles.ownUserIds(soon()),
      readProfile: () => loginProfiles.read(target, soon()),
      require: () => loginProfiles.setMfaRequired(target, true, soon()),
      check: () => checks.check(lookSoon),
      listNamedUsers: () => checks.listNamedUsers(soon()).then(({ unreadAccountIds }) => unreadAccountIds),
    },
    logged: () => lines.join(''),
    stop: () => cloud.stop(),
  };
});

function startCompany() {
  const reader = { userName: READER_NAME, policy: allowPolicy(['*']) };
  const enforcer = { userName: ENFORCER_NAME, policy: enforcerPolicy(ACCOUNT_ID, []) };
  const role = { ...ROLE, externalId: EXTERNAL_ID, policy: readerPolicy() };
  return startAlibabaSandbox({
    enforceQuotas: false,
    accounts: [
      accountOf([], {
        site: 'cn',
        users: [ZITA, reader, enforcer],
        accessKeys: [
          { ...READER_KEY, userName: READER_NAME },
          { ...ENFORCER_KEY, userName: ENFORCER_NAME },
        ],
      }),
      { accountId: FURTHER_ID, site: 'cn', users: [ZITA], roles: [role] },
    ],
  });
}

function labelOf(fault: Fault): string {
  const { kind, ...more } = fault;
  return [kind, ...Object.values(more)].join(' ').slice(0, 60);
}
