import { DateTime } from 'luxon';
import { randomNumbers } from '../chaos/random-numbers.ts';
import type { Rules } from '../model/case-file.ts';
import { Reference } from '../model/reference.ts';
import type { Chat, Mishap } from '../model/world.ts';
import { keyOf } from '../model/world.ts';
import { newCompany } from './company.ts';
import { Comparison } from './comparison.ts';
import { Dice } from './dice.ts';
import { letHappen, nextOrders, type Order, type Scene } from './happenings.ts';
import type { Fate } from './memory-chat.ts';
import { DEPUTY, StagedApp } from './staged-app.ts';
import { StillClock } from './still-clock.ts';

export interface WalkOptions {
  readonly days: number;
  readonly people: number;
  readonly seed: number;
  readonly onDay?: (day: number) => void;
}

export interface Walked {
  readonly messages: number;
  readonly notices: number;
  readonly outlooks: number;
  /** How often what is rare happened, by its name. */
  readonly met: Readonly<Record<string, number>>;
  /** The first one, with the timeline of whom it is about; null: both agree on everything. */
  readonly disagreement: string | null;
}

/** Of the walk that is made with the tests, and of those with a mistake in the rules. */
export const SEED = 20_261_126;

const TICKS_A_DAY = 10;
const MINUTE_MS = 60_000;
const ZONE = 'Europe/Berlin';
const STARTS_ON = '2026-03-02';

const RULES: Rules = {
  ...{
    zone: ZONE,
    auditAt: 9 * 60 + 10,
    reminder: 3,
    warning: 7,
    deadline: 14,
    firstsPerDay: 200,
    messaging: true,
  },
  office: {
    ...{ opens: 9 * 60 + 30, closes: 17 * 60 + 30, weekdays: [1, 2, 3, 4, 5] },
    daysOff: new Set(['2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-12-24', '2026-12-25']),
  },
};

/** Walks the app and the reference through the same days, and stops at the first thing they do not agree on. */
export async function walk({ days, people, seed, onDay }: WalkOptions): Promise<Walked> {
  const dice = new Dice(randomNumbers(seed));
  const clock = new StillClock(instant(0, 0));
  const world = newCompany(people, dice);
  const mishaps = new Map<string, Mishap>();
  const fateOf = fates({ world, clock, mishaps });
  const app = await StagedApp.start({ world, clock, fateOf, random: randomNumbers(seed + 1) }, RULES);
  const reference = new Reference(world, RULES);
  const comparison = new Comparison(app, reference, clock);
  const tell = (about: string | null, what: string) => comparison.note(about, what);
  const scene: Scene = { world, dice, plannedMishaps: mishaps, clock, rules: RULES, nextUser: people, tell };
  try {
    for (let day = 0; day < days && comparison.disagreement === null; day += 1) {
      await walkDay({ day, scene, clock, app, reference, comparison });
      onDay?.(day);
    }
    await comparison.compareRows();
    return comparison.outcome();
  } finally {
    await app.stop();
  }
}

interface Day {
  readonly day: number;
  readonly scene: Scene;
  readonly clock: StillClock;
  readonly app: StagedApp;
  readonly reference: Reference;
  readonly comparison: Comparison;
}

async function walkDay(one: Day): Promise<void> {
  const { day, scene, clock, app, reference, comparison } = one;
  const spacing = (24 * 60) / TICKS_A_DAY;
  for (let tick = 0; tick < TICKS_A_DAY; tick += 1) {
    const minute = Math.floor(tick * spacing + 10 + scene.dice.below(spacing - 40));
    clock.set(instant(day, minute) - 5 * MINUTE_MS);
    letHappen(scene, 1 / TICKS_A_DAY);
    const orders = day === 0 ? [] : nextOrders(scene, 1 / TICKS_A_DAY);
    for (const order of orders) await carryOut(one, order);
    clock.set(instant(day, minute));
    await comparison.compareOutlooks();
    await app.tick();
    reference.tick(clock.now());
    await comparison.compareMessages();
    if (comparison.disagreement !== null) return;
  }
  await comparison.compareRows();
}

async function carryOut(one: Day, order: Order): Promise<void> {
  const { scene, clock, app, reference, comparison } = one;
  if (order.kind !== 'decide') comparison.note(aboutOf(order), inWords(order));
  switch (order.kind) {
    case 'pause':
      await app.command('pause');
      return reference.pause(clock.now());
    case 'start':
      await app.command('start');
      return reference.start(clock.now());
    case 'release':
      await app.command(`start ${order.user.userName}`);
      return reference.release(order.user.userName);
    case 'later':
      await app.type(order.person, 'later');
      return reference.later(clock.now(), order.person.memberId);
    case 'remind':
      await app.command(`remind ${order.user.userName}`);
      return reference.remind(clock.now(), order.user.userName);
    case 'restart':
      scene.rules = order.rules;
      await app.restart(order.rules);
      return reference.restart(order.rules);
    case 'exempt':
    case 'decide':
    case 'lose_phone':
    case 'end_exemption':
      return grantTime(one, order);
    case 'away':
      await app.type(order.person, `away ${order.day ?? 'off'}`);
      return reference.away(clock.now(), order.person.memberId, order.day);
    case 'send_away':
      await app.command(`away ${order.user.userName} ${order.day ?? 'off'}`, order.by);
      return reference.awayByAdmin(clock.now(), order.user.userName, { memberId: order.by, day: order.day });
    case 'link':
    case 'give_to_owner':
    case 'not_me':
      return sayWhoItIs(one, order);
    default:
      return order satisfies never;
  }
}

type OrderOf<Kind extends Order['kind']> = Extract<Order, { readonly kind: Kind }>;

async function grantTime(
  { scene, clock, app, reference, comparison }: Day,
  order: OrderOf<'exempt' | 'decide' | 'lose_phone' | 'end_exemption'>,
): Promise<void> {
  const now = clock.now();
  if (order.kind === 'decide') {
    if (reference.requests.length === 0) return;
    const { by, isApproved } = order;
    const key = scene.dice.of(reference.requests);
    comparison.note(key, inWords(order));
    await app.decide(isApproved ? 'approve' : 'decline', by, key);
    return reference.decide(now, key, { by, isApproved });
  }
  const { userName } = order.user;
  switch (order.kind) {
    case 'exempt':
      await app.command(`exempt ${userName} ${order.day} moves house`, order.by);
      return reference.exempt(now, userName, order);
    case 'lose_phone':
      await app.command(`exempt ${userName} lost-phone`, order.by);
      return reference.losePhone(now, userName, order.by);
    case 'end_exemption':
      await app.command(`exempt ${userName} off`);
      return reference.endExemption(now, userName);
    default:
      return order satisfies never;
  }
}

async function sayWhoItIs(
  { clock, app, reference }: Day,
  order: OrderOf<'link' | 'give_to_owner' | 'not_me'>,
): Promise<void> {
  const now = clock.now();
  const { userName } = order.user;
  switch (order.kind) {
    case 'link': {
      const named = order.people.map(({ memberId }) => `<@${memberId}>`).join(' ');
      await app.command(`link ${userName} ${named || 'none'}`);
      return reference.link(now, userName, order.people);
    }
    case 'give_to_owner': {
      const key = keyOf(order.user);
      if (reference.known.has(key)) await app.giveToOwner(key, order.owner);
      return reference.giveToOwner(now, key, order.owner);
    }
    case 'not_me':
      await app.type(order.person, `not-me ${userName}`);
      return reference.notMe(now, order.person.memberId, userName);
    default:
      return order satisfies never;
  }
}

function aboutOf(order: Order): string | null {
  if ('user' in order) return keyOf(order.user);
  return 'person' in order ? order.person.memberId : null;
}

function inWords({ kind, ...more }: Order): string {
  const told = Object.entries(more).map(([name, value]) =>
    name === 'user' ? '' : `${name} ${JSON.stringify(value)}`,
  );
  return [kind, ...told].join(' ');
}

function instant(day: number, minute: number): number {
  return DateTime.fromISO(STARTS_ON, { zone: 'utc' }).plus({ days: day, minutes: minute }).toMillis();
}

/**
 * A mishap strikes only after somebody was reached in that chat, so that it is always one person's: when a chat as a whole counts
 * as refusing is no rule of the ladder.
 */
function fates(of: {
  readonly world: Scene['world'];
  readonly clock: StillClock;
  readonly mishaps: Map<string, Mishap>;
}): (chat: Chat, to: string) => Fate {
  const { world, clock, mishaps } = of;
  const calm = new Set<Chat>();
  const spared = new Set<string>();
  return (chat, to) => {
    const key = `${to} ${clock.now()}`;
    const again = world.mishaps.get(key);
    if (again !== undefined) return again;
    const planned = mishaps.get(to);
    // What an admin gets beside is no notice, and what strikes one message of an instant strikes all to that person.
    if (planned === undefined || !calm.has(chat) || spared.has(key) || to === DEPUTY) {
      if (to !== 'C0SECURITY') calm.add(chat);
      spared.add(key);
      return null;
    }
    mishaps.delete(to);
    calm.delete(chat);
    world.mishaps.set(key, planned);
    return planned;
  };
}
