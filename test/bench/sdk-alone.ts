import { GetLoginProfileRequest } from '@alicloud/ram20150501';
import { clientFor, orNull } from './peers-scan.ts';

export interface SdkAloneSays {
  /** Of the processor, for one call. */
  readonly cpuMsPerCall: number;
}

// In a process of its own, as the bot's audit is; the argument says where and how many.
const { url, users, callsEach } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly url: string;
  readonly users: number;
  readonly callsEach: number;
};
/** So many of fifty milliseconds are as many a second as a whole fleet is asked. */
const IN_FLIGHT = 20;

const ram = clientFor({ url });

/** What an audit asks most: has this user a console password? Four of ten have none, which the SDK throws. */
async function ask(nth: number): Promise<void> {
  const userName = `user${nth % users}`;
  await orNull(ram.getLoginProfile(new GetLoginProfileRequest({ userName })));
}

async function askAll(): Promise<void> {
  let asked = 0;
  const one = async () => {
    while (asked < callsEach) {
      asked += 1;
      await ask(asked);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
}

// The first time is for the program to get warm.
await askAll();
const cpu = process.cpuUsage();
await askAll();
const { user, system } = process.cpuUsage(cpu);
const says: SdkAloneSays = { cpuMsPerCall: (user + system) / 1_000 / callsEach };
process.send?.(says);
process.disconnect();
