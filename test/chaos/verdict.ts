import { isSound } from '../../src/store/verify-activity.ts';
import { ACCOUNT, PEOPLE, userNameOf } from './company.ts';
import type { FollowUp } from './follow-up.ts';
import type { ProcessAge } from './process-age.ts';

/** What people see at the end, by its words; what they would see without a kill is held against it. */
export interface Sight {
  readonly people: ReadonlyMap<string, readonly string[]>;
  readonly channel: readonly string[];
  readonly required: readonly string[];
}

/** Of one story, or of many together. */
export interface Verdict {
  readonly kills: number;
  readonly expected: number;
  readonly lost: number;
  readonly doubled: number;
  /** Not confirmed, not repeated, and shown to admins. */
  readonly unknown: number;
  readonly channelLost: number;
  readonly channelDoubled: number;
  readonly channelUnknown: number;
  readonly appliedTwice: number;
  readonly unrecorded: number;
  readonly notApplied: number;
  readonly left: number;
  readonly damaged: number;
  readonly firstMessages: readonly ProcessAge[];
}

export function sightOf({ hands, company }: FollowUp): Sight {
  const account = company.alibaba.account(ACCOUNT);
  return {
    people: new Map(PEOPLE.map((id) => [id, hands.messagesTo(id).map(({ summary }) => summary)])),
    channel: hands.channelMessages().map(({ summary }) => summary),
    required: PEOPLE.map(userNameOf).filter((name) => account.user(name).loginProfile?.mfaBindRequired),
  };
}

export async function judge(followUp: FollowUp, reference: Sight): Promise<Verdict> {
  const seen = sightOf(followUp);
  const shown = await unknownOf(followUp, 'notice');
  const people = [...reference.people].map(([id, wanted]) => compare(seen.people.get(id) ?? [], wanted));
  const missing = sum(people.map((one) => one.missing));
  const channel = compare(seen.channel, reference.channel);
  const channelShown = await unknownOf(followUp, 'post');
  const unknown = Math.min(missing, shown);
  const channelUnknown = Math.min(channel.missing, channelShown);
  return {
    kills: followUp.kills,
    expected: sum([...reference.people.values()].map((wanted) => wanted.length)),
    lost: missing - unknown,
    doubled: sum(people.map((one) => one.more)),
    unknown,
    channelLost: channel.missing - channelUnknown,
    channelDoubled: channel.more,
    channelUnknown,
    ...(await enforcementsOf(followUp, reference)),
    left: (await followUp.query(`select 1 from notice where state = 'sending'`)).length,
    damaged: await damage(followUp),
    firstMessages: followUp.firstMessages,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** What stands there more often than it should, or not so often. When it is due, and of how many an admin asked it, may have moved. */
function compare(seen: readonly string[], wanted: readonly string[]) {
  const [said, due] = [seen, wanted].map((list) => Map.groupBy(list, withoutDates));
  const missing = [...(due ?? [])].map(([words, all]) => all.length - (said?.get(words)?.length ?? 0));
  // To the letter: another date is another message, such as the one that says the deadline has moved.
  const more = [...Map.groupBy(seen, (words) => words)].map(
    ([words, all]) => all.length - Math.max(1, due?.get(withoutDates(words))?.length ?? 0),
  );
  return { missing: sum(missing.map(orNone)), more: sum(more.map(orNone)) };
}

const orNone = (count: number) => Math.max(0, count);

const withoutDates = (words: string) =>
  words.replace(/ by \w{3} \d.*$/, '').replace(/^(An admin required MFA|MFA report \S+).*/, '$1');

async function unknownOf(followUp: FollowUp, table: 'notice' | 'post'): Promise<number> {
  return (await followUp.query(`select 1 from ${table} where state = 'unknown'`)).length;
}

async function enforcementsOf(followUp: FollowUp, { required }: Sight) {
  const made = followUp.company.alibaba.requests.entries.filter(
    ({ action, status }) => action === 'UpdateLoginProfile' && status === 200,
  );
  const names = made.map(({ params }) => params.UserName ?? params.UserPrincipalName ?? '');
  const rows = await followUp.query<{ userName: string }>(
    `select user_name from enforcement where state in ('verified', 'differs', 'unknown')`,
  );
  const recorded = new Set(rows.map(({ userName }) => userName));
  const changed = sightOf(followUp).required;
  return {
    appliedTwice: names.length - new Set(names).size,
    unrecorded: changed.filter((name) => !recorded.has(name)).length,
    notApplied: required.filter((name) => !changed.includes(name)).length,
  };
}

/** Of the file, and of the record of who did what. */
async function damage(followUp: FollowUp): Promise<number> {
  if (!isSound(await followUp.verifyRecord())) return 1;
  if (followUp.isOnServer) return 0;
  const rows = await followUp.query<{ integrityCheck: string }>('pragma integrity_check');
  return rows.every((row) => row.integrityCheck === 'ok') ? 0 : 1;
}

export const NOTHING: Verdict = {
  ...{ kills: 0, expected: 0, lost: 0, doubled: 0, unknown: 0 },
  ...{ channelLost: 0, channelDoubled: 0, channelUnknown: 0 },
  ...{ appliedTwice: 0, unrecorded: 0, notApplied: 0, left: 0, damaged: 0 },
  firstMessages: [],
};

export function together(one: Verdict, other: Verdict): Verdict {
  const added = Object.entries(one).map(([name, value]) => {
    const more = other[name as keyof Verdict];
    return [
      name,
      Array.isArray(value) ? [...value, ...(more as ProcessAge[])] : Number(value) + Number(more),
    ];
  });
  return Object.fromEntries(added) as Verdict;
}

/** Is it as promised? What could not be asked may be unknown, if it is shown. */
export function isGood(found: Verdict): boolean {
  const { lost, doubled, channelLost, channelDoubled, appliedTwice, unrecorded, notApplied, left, damaged } =
    found;
  const wrong = [
    lost,
    doubled,
    channelLost,
    channelDoubled,
    appliedTwice,
    unrecorded,
    notApplied,
    left,
    damaged,
  ];
  return wrong.every((count) => count === 0);
}
