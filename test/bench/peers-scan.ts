import * as openApiModule from '@alicloud/openapi-client';
import * as ramModule from '@alicloud/ram20150501';
import type { AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { cjsDefault } from '../../src/alibaba/cjs-default.ts';
import { SCANNER_KEY } from './account-access.ts';

const Ram = cjsDefault(ramModule.default);
type RamClient = InstanceType<typeof Ram>;

/** What a scanner takes for MFA, and how far it reads the list of users. */
export interface ScannerHabits {
  readonly pages: 'first' | 'all';
  readonly takesForMfa: 'required' | 'bound_device';
}

interface Scanned {
  /** User names. */
  readonly seen: ReadonlySet<string>;
  readonly reported: ReadonlySet<string>;
}

/**
 * How scanners of whole clouds look for RAM users without MFA: four calls a user, one after the other, and every error
 * read as "has none". Written anew from what they do, against the same SDK that the bot uses.
 */
export async function scanAsPeersDo(
  cloud: Pick<AlibabaSandbox, 'url'>,
  habits: ScannerHabits,
): Promise<Scanned> {
  const ram = clientFor(cloud);
  const userNames = await listUserNames(ram, habits.pages);
  const reported = new Set<string>();
  for (const userName of userNames) {
    await orNull(ram.getUser(new ramModule.GetUserRequest({ userName })));
    const profile = await orNull(ram.getLoginProfile(new ramModule.GetLoginProfileRequest({ userName })));
    const mfaInfo = await orNull(ram.getUserMFAInfo(new ramModule.GetUserMFAInfoRequest({ userName })));
    await orNull(ram.listAccessKeys(new ramModule.ListAccessKeysRequest({ userName })));
    const hasMfa =
      habits.takesForMfa === 'required'
        ? profile?.body?.loginProfile?.MFABindRequired === true
        : mfaInfo !== null;
    if (profile !== null && !hasMfa) reported.add(userName);
  }
  return { seen: new Set(userNames), reported };
}

/** Of the scanner's key, as the SDK comes. */
export function clientFor({ url }: Pick<AlibabaSandbox, 'url'>): RamClient {
  return new Ram(new openApiModule.Config({ ...SCANNER_KEY, endpoint: new URL(url).host, protocol: 'http' }));
}

async function listUserNames(ram: RamClient, pages: ScannerHabits['pages']): Promise<readonly string[]> {
  const names: string[] = [];
  let marker: string | undefined;
  do {
    const request = new ramModule.ListUsersRequest(marker === undefined ? {} : { marker });
    // A list that does not come at all ends any scanner; only its pages are asked for again here.
    const page = await patiently(() => ram.listUsers(request));
    names.push(...(page.body?.users?.user ?? []).map(({ userName }) => userName ?? ''));
    marker = pages === 'all' && page.body?.isTruncated === true ? page.body.marker : undefined;
  } while (marker !== undefined);
  return names;
}

const LIST_ATTEMPTS_MAX = 20;

async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === LIST_ATTEMPTS_MAX) throw error;
    }
  }
}

export function orNull<T>(call: Promise<T>): Promise<T | null> {
  return call.catch(() => null);
}
