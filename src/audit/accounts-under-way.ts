import PQueue from 'p-queue';
import type { AccountReader, ReadProgress } from '../alibaba/accounts.ts';
import type { AccountId } from '../domain/ram-user.ts';

/** Everybody listed is in memory until the account is recorded: about a kilobyte each. */
const USERS_UNDER_WAY = 25_000;
/** How many people an account has shows when it is listed; two at a time, so that one that is slow keeps no other waiting. */
const UNLISTED_UNDER_WAY = 2;

type Account = Pick<AccountReader, 'accountId'>;

interface AccountWork<Reader extends Account, Done> {
  readonly readers: readonly Reader[];
  readonly atATime: number;
  readonly work: (reader: Reader, onProgress: (progress: ReadProgress) => void) => Promise<Done>;
}

/** Works on accounts side by side, so many that memory follows the people of a few; answers in the order of the readers. */
export async function workOnAccounts<Reader extends Account, Done>({
  readers,
  atATime,
  work,
}: AccountWork<Reader, Done>): Promise<readonly Done[]> {
  const queue = new PQueue({ concurrency: 1 });
  const listed = new Map<AccountId, number>();
  const makeRoom = () => {
    const users = [...listed.values()].reduce((sum, one) => sum + one, 0);
    const more = users < USERS_UNDER_WAY ? UNLISTED_UNDER_WAY : 0;
    queue.concurrency = Math.max(1, Math.min(listed.size + more, atATime));
  };
  const onProgress = ({ accountId, usersListed }: ReadProgress) => {
    if (listed.get(accountId) === usersListed) return;
    listed.set(accountId, usersListed);
    makeRoom();
  };
  const workOn = async (reader: Reader) => {
    try {
      return await work(reader, onProgress);
    } finally {
      listed.delete(reader.accountId);
      makeRoom();
    }
  };
  makeRoom();
  try {
    return await queue.addAll(readers.map((reader) => () => workOn(reader)));
  } finally {
    queue.clear();
  }
}
