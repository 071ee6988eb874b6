import { describe, expect, it } from 'vitest';
import { type Accounts, AlibabaError, type ReadProgress } from '../../src/alibaba/accounts.ts';
import type { AccountFacts, UserFacts } from '../../src/domain/finding.ts';
import { type AccountId, userId } from '../../src/domain/ram-user.ts';

/** A place where RAM users come from, with one account in it that its own credentials read. */
export interface AccountsProvider {
  readonly accounts: Accounts;
  readonly accountId: AccountId;
  /** Every user of the account by name. */
  readonly expected: ReadonlyMap<string, Partial<UserFacts>>;
  readonly expectedFacts: Partial<AccountFacts>;
  rename(userName: string, newUserName: string): void;
  remove(userName: string): void;
  /** The same place seen with credentials it does not accept. */
  withWrongCredentials(): Accounts;
}

/** What every implementation of `Accounts` must do. */
export function describeAccounts(name: string, start: () => Promise<AccountsProvider>): void {
  const never = new AbortController().signal;
  const own = async ({ accounts }: AccountsProvider) => {
    const [reader] = (await accounts.list(never)).readers;
    if (reader === undefined) throw new Error('The listing has no reader');
    return reader;
  };

  describe(`accounts: ${name}`, () => {
    it('lists the account of its own credentials', async () => {
      const provider = await start();
      const listing = await provider.accounts.list(never);
      expect(listing.caller.accountId).toBe(provider.accountId);
      expect(listing.readers.map((reader) => reader.accountId)).toEqual([provider.accountId]);
      expect(listing).toMatchObject({ excludedAccountIds: [], directoryErrorCode: null });
    });

    it('reads everybody, once, and proves it', async () => {
      const provider = await start();
      const reading = await (await own(provider)).readAccount({ signal: never });
      const read = Object.fromEntries(reading.users.map(({ user, facts }) => [user.userName, facts]));
      expect(read).toMatchObject(Object.fromEntries(provider.expected));
      expect(reading.users).toHaveLength(provider.expected.size);
      expect(reading).toMatchObject({ completeness: { kind: 'proven' }, missingPermissions: [] });
      expect(reading.apiCalls).toBeGreaterThan(0);
      expect(reading.users.every(({ facts }) => facts.errorCode === null)).toBe(true);
    });

    it('reads what holds for the account', async () => {
      const provider = await start();
      const reader = await own(provider);
      expect(await reader.readAccountFacts(never)).toMatchObject(provider.expectedFacts);
      expect((await reader.readAccount({ signal: never })).facts).toMatchObject(provider.expectedFacts);
    });

    it('tells how far it is, up to the last user', async () => {
      const provider = await start();
      const told: ReadProgress[] = [];
      await (await own(provider)).readAccount({
        signal: never,
        onProgress: (progress) => told.push(progress),
      });
      const everybody = provider.expected.size;
      expect(told.map((progress) => progress.usersRead)).toEqual(Array.from(told, (_, index) => index + 1));
      expect(told.at(-1)).toEqual({
        accountId: provider.accountId,
        usersRead: everybody,
        usersListed: everybody,
      });
    });

    it('reads each user live as the audit did', async () => {
      const provider = await start();
      const reader = await own(provider);
      const { users } = await reader.readAccount({ signal: never });
      for (const { user, facts } of users) {
        const live = await reader.readUser(user.userId, never);
        expect(live).toMatchObject({
          kind: 'found',
          user: { userId: user.userId, logonName: user.logonName },
        });
        if (live.kind !== 'found') continue;
        // A virtual device is only looked up where somebody can sign in.
        const { mfaDevice, ...rest } = facts;
        expect(live.facts).toMatchObject(facts.consoleLogin === 'active' ? { mfaDevice, ...rest } : rest);
      }
    });

    it('finds a renamed user by the id, under the new name', async () => {
      const provider = await start();
      const reader = await own(provider);
      const [first] = (await reader.readAccount({ signal: never })).users;
      if (first === undefined) throw new Error('Nobody was read');
      provider.rename(first.user.userName, 'renamed');
      const live = await reader.readUser(first.user.userId, never);
      expect(live).toMatchObject({
        kind: 'found',
        user: { userId: first.user.userId, userName: 'renamed' },
        facts: { consoleLogin: first.facts.consoleLogin, mfaDevice: first.facts.mfaDevice },
      });
    });

    it('tells of everybody who has a device, one by one, when asked only for that', async () => {
      const provider = await start();
      const reader = await own(provider);
      const { users } = await reader.readAccount({ signal: never });
      const bound: string[] = [];
      const canSignIn = users.filter(({ facts }) => facts.consoleLogin === 'active');
      await reader.lookForDevices(
        canSignIn.map(({ user }) => user),
        { signal: never, onBound: async ({ userName }) => void bound.push(userName) },
      );
      const expected = canSignIn.filter(({ facts }) => facts.mfaDevice !== 'none');
      expect(expected.length).toBeGreaterThan(0);
      expect(bound.toSorted()).toEqual(expected.map(({ user }) => user.userName).toSorted());
    });

    it('tells a deleted user from one that cannot be read', async () => {
      const provider = await start();
      const reader = await own(provider);
      const [first] = (await reader.readAccount({ signal: never })).users;
      if (first === undefined) throw new Error('Nobody was read');
      provider.remove(first.user.userName);
      expect(await reader.readUser(first.user.userId, never)).toEqual({ kind: 'deleted' });
      expect(await reader.readUser(userId('2'), never)).toEqual({ kind: 'deleted' });
    });

    it('refuses credentials that are not accepted, with what to do', async () => {
      const provider = await start();
      const refused = await provider
        .withWrongCredentials()
        .list(never)
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(AlibabaError);
      expect(refused).toMatchObject({ reason: 'credentials', retryable: false });
    });

    it('stops when told to', async () => {
      const provider = await start();
      const reader = await own(provider);
      const stop = new AbortController();
      const reading = reader.readAccount({
        signal: stop.signal,
        onProgress: () => stop.abort(new Error('stopped')),
      });
      await expect(reading).rejects.toThrow();
    });
  });
}
