import { createAccountReader } from './account-reader.ts';
import type { AccountReader, Accounts } from './accounts.ts';
import { interactiveCalls } from './call-context.ts';
import { type AccountsOptions, createEntrances, type Entrance } from './entrances.ts';

/** Twice the rate: where answers take up to two seconds, the whole of it is used. */
const USERS_AT_A_TIME_PER_RATE = 2;
/** Each user under way is a connection. */
const USERS_AT_A_TIME_MAX = 200;

export function createAccounts(options: AccountsOptions): Accounts {
  const { log, maxCallsPerSecond } = options;
  const listEntrances = createEntrances(options);
  const usersAtATime = Math.min(maxCallsPerSecond * USERS_AT_A_TIME_PER_RATE, USERS_AT_A_TIME_MAX);
  const readers = new Map<Entrance, AccountReader>();

  function readerOf(entrance: Entrance): AccountReader {
    const enteredBy = entrance.role === null ? 'own_credentials' : 'role';
    const reader =
      readers.get(entrance) ?? createAccountReader({ ...entrance, enteredBy, usersAtATime, log });
    readers.set(entrance, reader);
    return reader;
  }

  return {
    async list(signal) {
      const { entrances, ...listing } = await listEntrances(interactiveCalls(signal, log));
      return { ...listing, readers: entrances.map(readerOf) };
    },
  };
}
