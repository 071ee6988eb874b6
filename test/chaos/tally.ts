import { eventually, type Surroundings } from '../kill/bot-process.ts';

/** Until it is written down: what was pressed in the moment of a kill is pressed again by whoever sees that nothing happens. */
export async function release(bot: Pick<Surroundings, 'confirmed' | 'query'>): Promise<void> {
  await bot.confirmed('start');
  await eventually('the release', async () => {
    const held = await bot.query('select 1 from hold where ended_at is not null');
    return held.length > 0;
  });
}

/** What the people see, and what the database says of it. */
export interface Tally {
  readonly messages: number;
  readonly lost: number;
  readonly doubled: number;
  readonly told: number;
}

export async function tally(
  bot: Pick<Surroundings, 'slack' | 'query'>,
  people: readonly string[],
): Promise<Tally> {
  const seen = people.map((memberId) => bot.slack.directMessages(memberId).length);
  const told = await bot.query('select 1 from case_file where told_at is not null');
  return {
    messages: people.length,
    lost: seen.filter((messages) => messages === 0).length,
    doubled: seen.filter((messages) => messages > 1).length,
    told: told.length,
  };
}

export function isGood({ messages, lost, doubled, told }: Tally): boolean {
  return lost === 0 && doubled === 0 && told === messages;
}

export async function everybodyIsTold(
  bot: Pick<Surroundings, 'query'>,
  people: readonly string[],
): Promise<boolean> {
  const sent = await bot.query(`select 1 from notice where state = 'sent'`);
  return sent.length === people.length;
}

export const peopleCalled = (count: number) => Array.from({ length: count }, (_, index) => `UPERSON${index}`);
