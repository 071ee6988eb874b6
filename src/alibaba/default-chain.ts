import * as credentialsModule from '@alicloud/credentials';
import { Secret } from '../config/secret.ts';
import type { Clock } from '../domain/clock.ts';
import { AlibabaError } from './accounts.ts';
import { cjsDefault } from './cjs-default.ts';
import {
  type AccessKeys,
  type Credentials,
  fetchedCredentials,
  type StaticKeys,
  staticCredentials,
} from './credentials.ts';
import type { Transport } from './transport.ts';

const DefaultChain = cjsDefault(credentialsModule.default);

/** Asked again often: what stands behind it, such as an instance role, changes without notice. */
const FRESH_MS = 60_000;
const USABLE_MS = 10 * 60_000;

/** The configured key, else the default chain. */
export function credentialsFrom(configured: StaticKeys | null, by: ChainOptions): Credentials {
  return configured === null ? defaultChainCredentials(by) : staticCredentials(configured);
}

interface ChainOptions {
  readonly clock: Clock;
  readonly transport: Transport;
}

/**
 * The vendor's default chain: environment, OIDC, command line profile, instance role, URI. After one failure it asks
 * only its last member ever again, and concurrent first uses fail; so one fetch at a time uses it, and a failure drops it.
 * @see https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-node-js-access-credentials
 */
function defaultChainCredentials({ clock, transport }: ChainOptions): Credentials {
  let chain: InstanceType<typeof DefaultChain> | null = null;
  const ask = (asked: InstanceType<typeof DefaultChain>) =>
    transport.begin(() => asked.getCredential()).answer;

  async function fetch(): Promise<AccessKeys> {
    try {
      chain ??= new DefaultChain();
      const { accessKeyId, accessKeySecret, securityToken } = await ask(chain);
      if (!accessKeyId || !accessKeySecret) throw new Error('The chain answered without a key');
      return {
        accessKeyId,
        accessKeySecret: new Secret(accessKeySecret),
        securityToken: securityToken ? new Secret(securityToken) : null,
      };
    } catch {
      chain = null;
      throw noCredentials();
    }
  }

  return fetchedCredentials({ fetch, freshMs: FRESH_MS, usableMs: USABLE_MS, clock });
}

function noCredentials(): AlibabaError {
  return new AlibabaError({
    reason: 'credentials',
    code: 'InvalidCredentials',
    retryable: false,
    message:
      'No Alibaba Cloud credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give this machine a RAM role.',
  });
}
