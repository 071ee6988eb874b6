import { createAccountReader } from './account-reader.ts';
import type { AccountReader, Accounts } from './accounts.ts';
import { interactiveCalls } from './call-context.ts';
import { type AccountsOptions, createEntrances, type Entrance } from './entrances.ts';

/** Each user under way is a connection: enough of them to use the whole rate where an answer takes a second. */
const USERS_AT_A_TIME_MIN = 2;
const USERS_AT_A_TIME_MAX = 100;
/** What half of a processor's time is enough for. */
const CALLS_PER_SECOND_OF_ALL = 1_000;
const READERS_AT_A_TIME_MAX = 50;

export function createAccounts(options: AccountsOptions): Accounts {
  const { clock, log, maxCallsPerSecond } = options;
  const listEntrances = createEntrances(options);
  const usersAtATime = Math.max(USERS_AT_A_TIME_MIN, Math.min(maxCallsPerSecond, USERS_AT_A_TIME_MAX));
  const readersAtATime = Math.min(
    Math.ceil(CALLS_PER_SECOND_OF_ALL / maxCallsPerSecond),
    READERS_AT_A_TIME_MAX,
  );
  const readers = new Map<Entrance, AccountReader>();

  function readerOf(entrance: Entrance): AccountReader {
    const enteredBy = entrance.role === null ? 'own_credentials' : 'role';
    const reader =
      readers.get(entrance) ?? createAccountReader({ ...entrance, enteredBy, usersAtATime, clock, log });
    readers.set(entrance, reader);
    return reader;
  }

  return {
    async list(signal) {
      const { entrances, ...listing } = await listEntrances(interactiveCalls(signal, log));
      return { ...listing, readers: entrances.map(readerOf), readersAtATime };
    },
  };
}
