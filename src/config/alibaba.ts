import { z } from 'zod';
import { type AccountId, accountId } from '../domain/ram-user.ts';
import type { ConfigProblem } from './config-error.ts';
import { integer, listOf, matching, oneOf, secret, webAddress } from './formats.ts';
import type { Secret } from './secret.ts';
import { allOrNone, defineGroup, type Format, optional, type RawVariables, withDefault } from './variable.ts';

interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: Secret;
}

interface ReaderKeys extends AccessKeyPair {
  /** Of a temporary identity. */
  readonly securityToken: Secret | null;
}

/** At least one of the two is there. */
interface EnforcerConfig {
  /** null: the reader assumes the role. */
  readonly keys: AccessKeyPair | null;
  /** null: the key serves its own account only. */
  readonly roleName: string | null;
}

interface AuditRole {
  readonly arn: string;
  readonly accountId: AccountId;
}

/** What is watched beside the caller's own account; an account may be named by both. */
interface WatchedAccounts {
  readonly roles: readonly AuditRole[];
  /** The role to assume in every member of the resource directory; null = the directory is not asked. */
  readonly directoryRoleName: string | null;
  /** Given with every role that is assumed. */
  readonly externalId: string | null;
  readonly excludedAccountIds: readonly AccountId[];
}

interface EndpointConfig {
  /** With `:port` where it is not the protocol's own. */
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

export interface AlibabaConfig {
  /** null: the vendor's default chain. */
  readonly reader: ReaderKeys | null;
  /** null: enforcement is switched off. */
  readonly enforcer: EnforcerConfig | null;
  readonly accounts: WatchedAccounts;
  readonly endpoints: Readonly<
    Record<'ram' | 'ims' | 'sts' | 'resourceDirectory' | 'actionTrail', EndpointConfig>
  >;
  readonly site: 'intl' | 'cn';
  /** Per account; the vendor's quota is shared with every other tool of that account. */
  readonly maxCallsPerSecond: number;
}

const VENDOR_CALLS_PER_SECOND = 100;

const accessKeyId = matching(/^[\w.]{5,128}$/, 'write the AccessKey ID alone, without quotes or blanks');
const roleName = matching(/^[\w.-]{1,64}$/, 'write the name of the RAM role alone, not its ARN');

const ROLE_ARN = /^acs:ram::(\d{16}):role\/([\w.-]{1,64})$/;
const auditRole: Format<AuditRole> = z.string().transform((arn, context) => {
  const account = ROLE_ARN.exec(arn)?.[1];
  if (account !== undefined) return { arn, accountId: accountId(account) };
  context.addIssue(
    'write the role as acs:ram::1234567890123456:role/NAME, with the 16 digits of its account',
  );
  return z.NEVER;
});
const auditRoles = listOf(auditRole).refine(
  (roles) => new Set(roles.map((role) => role.accountId)).size === roles.length,
  'name one role for each account',
);

const excludedAccount = matching(/^\d{16}$/, 'write the 16 digits of the account id').transform(accountId);

function endpoint(example: string): Format<EndpointConfig> {
  return webAddress(example)
    .refine((url) => url.pathname === '/', `write the host alone, such as ${example}, without a path`)
    .transform((url) => ({ host: url.host, protocol: url.protocol === 'http:' ? 'http' : 'https' }));
}

const withEndpoint = (address: string) => withDefault(address, endpoint(address));

/**
 * What answers elsewhere on the international site than in China. ActionTrail answers in every region about all of them.
 * @see https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/connectivity/endpoint.go
 */
const BY_SITE: Readonly<
  Record<AlibabaConfig['site'], Readonly<Record<'resourceDirectory' | 'actionTrail', EndpointConfig>>>
> = {
  cn: {
    resourceDirectory: { host: 'resourcedirectory.aliyuncs.com', protocol: 'https' },
    actionTrail: { host: 'actiontrail.cn-hangzhou.aliyuncs.com', protocol: 'https' },
  },
  intl: {
    resourceDirectory: { host: 'resourcedirectory-intl.aliyuncs.com', protocol: 'https' },
    actionTrail: { host: 'actiontrail.ap-southeast-1.aliyuncs.com', protocol: 'https' },
  },
};

export const alibabaGroup = defineGroup({
  variables: {
    ALIBABA_CLOUD_ACCESS_KEY_ID: optional(accessKeyId),
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: optional(secret()),
    ALIBABA_CLOUD_SECURITY_TOKEN: optional(secret()),
    ENFORCER_ACCESS_KEY_ID: optional(accessKeyId),
    ENFORCER_ACCESS_KEY_SECRET: optional(secret()),
    ENFORCER_ROLE_NAME: optional(roleName),
    AUDIT_ROLE_ARNS: optional(auditRoles),
    RESOURCE_DIRECTORY: withDefault('false', oneOf(['true', 'false'])),
    AUDIT_ROLE_NAME: optional(roleName),
    AUDIT_EXTERNAL_ID: optional(
      matching(/^[\w+=,.@:/-]{2,1224}$/, 'write 2 to 1224 letters, digits or any of _+=,.@:/-'),
    ),
    EXCLUDE_ACCOUNT_IDS: optional(listOf(excludedAccount)),
    RAM_ENDPOINT: withEndpoint('https://ram.aliyuncs.com'),
    IMS_ENDPOINT: withEndpoint('https://ims.aliyuncs.com'),
    STS_ENDPOINT: withEndpoint('https://sts.aliyuncs.com'),
    RESOURCE_DIRECTORY_ENDPOINT: optional(endpoint('https://resourcedirectory.aliyuncs.com')),
    ACTIONTRAIL_ENDPOINT: optional(endpoint('https://actiontrail.cn-hangzhou.aliyuncs.com')),
    RAM_MAX_CALLS_PER_SECOND: withDefault('20', integer(1, VENDOR_CALLS_PER_SECOND)),
    ALIBABA_SITE: withDefault('intl', oneOf(['intl', 'cn'])),
  },
  check: checkGroups,
  advise,
  build: (values): AlibabaConfig => ({
    reader: readerKeys(
      values.ALIBABA_CLOUD_ACCESS_KEY_ID,
      values.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      values.ALIBABA_CLOUD_SECURITY_TOKEN,
    ),
    enforcer: enforcer(
      keyPair(values.ENFORCER_ACCESS_KEY_ID, values.ENFORCER_ACCESS_KEY_SECRET),
      values.ENFORCER_ROLE_NAME,
    ),
    accounts: {
      roles: values.AUDIT_ROLE_ARNS ?? [],
      directoryRoleName: values.RESOURCE_DIRECTORY === 'true' ? values.AUDIT_ROLE_NAME : null,
      externalId: values.AUDIT_EXTERNAL_ID,
      excludedAccountIds: values.EXCLUDE_ACCOUNT_IDS ?? [],
    },
    endpoints: {
      ram: values.RAM_ENDPOINT,
      ims: values.IMS_ENDPOINT,
      sts: values.STS_ENDPOINT,
      resourceDirectory: values.RESOURCE_DIRECTORY_ENDPOINT ?? BY_SITE[values.ALIBABA_SITE].resourceDirectory,
      actionTrail: values.ACTIONTRAIL_ENDPOINT ?? BY_SITE[values.ALIBABA_SITE].actionTrail,
    },
    site: values.ALIBABA_SITE,
    maxCallsPerSecond: values.RAM_MAX_CALLS_PER_SECOND,
  }),
});

function keyPair(id: string | null, keySecret: Secret | null): AccessKeyPair | null {
  return id === null || keySecret === null ? null : { accessKeyId: id, accessKeySecret: keySecret };
}

function readerKeys(id: string | null, keySecret: Secret | null, token: Secret | null): ReaderKeys | null {
  const pair = keyPair(id, keySecret);
  return pair === null ? null : { ...pair, securityToken: token };
}

function enforcer(keys: AccessKeyPair | null, role: string | null): EnforcerConfig | null {
  return keys === null && role === null ? null : { keys, roleName: role };
}

const READER_PAIR = ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'] as const;
const ENFORCER_PAIR = ['ENFORCER_ACCESS_KEY_ID', 'ENFORCER_ACCESS_KEY_SECRET'] as const;

function checkGroups(raw: RawVariables): readonly ConfigProblem[] {
  const problems = [...allOrNone(raw, READER_PAIR), ...allOrNone(raw, ENFORCER_PAIR)];
  const hasReaderKey = READER_PAIR.some((name) => raw[name] !== undefined);
  if (raw.ALIBABA_CLOUD_SECURITY_TOKEN !== undefined && !hasReaderKey) {
    problems.push({
      variable: 'ALIBABA_CLOUD_SECURITY_TOKEN',
      message: `set ${READER_PAIR.join(' and ')} too: a token belongs to a temporary key`,
    });
  }
  if (raw.RESOURCE_DIRECTORY === 'true' && raw.AUDIT_ROLE_NAME === undefined) {
    problems.push({
      variable: 'AUDIT_ROLE_NAME',
      message: 'set it to the role to assume in each member account, since RESOURCE_DIRECTORY is true',
    });
  }
  return problems;
}

function advise(raw: RawVariables): readonly ConfigProblem[] {
  const advice: ConfigProblem[] = [];
  const enforcerKey = raw.ENFORCER_ACCESS_KEY_ID;
  if (enforcerKey !== undefined && enforcerKey === raw.ALIBABA_CLOUD_ACCESS_KEY_ID) {
    advice.push({
      variable: 'ENFORCER_ACCESS_KEY_ID',
      message: 'is the key that also reads: give enforcement an identity of its own',
    });
  }
  if (raw.ENFORCER_ROLE_NAME !== undefined && enforcerKey === undefined) {
    advice.push({
      variable: 'ENFORCER_ROLE_NAME',
      message:
        'is assumed by the identity that reads: set ENFORCER_ACCESS_KEY_ID and ENFORCER_ACCESS_KEY_SECRET',
    });
  }
  const usesDirectory = raw.RESOURCE_DIRECTORY === 'true';
  if (raw.AUDIT_ROLE_NAME !== undefined && !usesDirectory) {
    advice.push({ variable: 'AUDIT_ROLE_NAME', message: 'has no effect unless RESOURCE_DIRECTORY is true' });
  }
  if (raw.AUDIT_EXTERNAL_ID !== undefined && raw.AUDIT_ROLE_ARNS === undefined && !usesDirectory) {
    advice.push({
      variable: 'AUDIT_EXTERNAL_ID',
      message: 'has no effect without AUDIT_ROLE_ARNS or RESOURCE_DIRECTORY=true: no role is assumed',
    });
  }
  return advice;
}
