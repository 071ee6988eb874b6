import { type AccountSeed, type AlibabaSandbox, allowPolicy } from '../../sandbox/alibaba/index.ts';
import { directoryPolicy, readerPolicy } from '../../src/alibaba/index.ts';

export const ACCOUNT_ID = '1000000000000001';

/** The key of the bot's reader, and the key of a scanner that asks for more. */
const READER_KEY = { accessKeyId: 'AKREADER', accessKeySecret: 'reader-secret' } as const;
export const SCANNER_KEY = { accessKeyId: 'AKSCANNER', accessKeySecret: 'scanner-secret' } as const;

/** The user the reader's key belongs to, and the role it may assume in other accounts. */
export const READER = 'mfa-bot-reader';
const SCANNER = 'scanner';

type UserSeed = NonNullable<AccountSeed['users']>[number];

/** Two users without a console password, who come last and belong to the account like everybody else. */
export const IDENTITIES: readonly UserSeed[] = [
  {
    userName: READER,
    policy: {
      Version: '1',
      Statement: [...readerPolicy().Statement, ...directoryPolicy(READER).Statement],
    },
  },
  {
    userName: SCANNER,
    policy: allowPolicy(
      ['ListUsers', 'GetUser', 'GetLoginProfile', 'GetUserMFAInfo', 'ListAccessKeys'].map(
        (action) => `ram:${action}`,
      ),
    ),
  },
];

export const IDENTITY_KEYS = [
  { ...READER_KEY, userName: READER },
  { ...SCANNER_KEY, userName: SCANNER },
] as const;

/** What an operator would write into `.env` to read the accounts of this sandbox. */
export function readerVariables(cloud: Pick<AlibabaSandbox, 'url'>): Readonly<Record<string, string>> {
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: READER_KEY.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: READER_KEY.accessKeySecret,
    RAM_ENDPOINT: cloud.url,
    IMS_ENDPOINT: cloud.url,
    ACTIONTRAIL_ENDPOINT: cloud.url,
    STS_ENDPOINT: cloud.url,
    // What the vendor grants an account; the bot's own default leaves four fifths of it to other tools.
    RAM_MAX_CALLS_PER_SECOND: '100',
    TIMEZONE: 'UTC',
  };
}
