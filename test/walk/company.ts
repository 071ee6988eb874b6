import {
  type Account,
  type Chat,
  type Colleague,
  type RamPerson,
  SHARED_ADDRESS,
  type World,
} from '../model/world.ts';
import type { Dice } from './dice.ts';
import { ADMIN, TWINS } from './staged-app.ts';

const ZONES = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Santiago',
  'Pacific/Auckland',
  'UTC',
];

/** Two accounts and as many RAM users as there are people to be; some people have a user in both. */
export function newCompany(people: number, dice: Dice): World {
  const accounts = ['1000000000000001', '1000000000000002'].map((accountId, index): Account => {
    return { accountId, alias: `corp${index + 1}`, sso: false, isMandatory: index === 1, trouble: null };
  });
  const members = Array.from({ length: people }, (_, index) => colleague(index, people, dice));
  const special = [ADMIN, ...TWINS].map((memberId): Colleague => {
    return { memberId, chat: 'slack', zone: 'Europe/Berlin', managerId: null, hasLeft: false, leave: null };
  });
  const world: World = {
    accounts,
    users: [],
    colleagues: new Map([...members, ...special].map((one) => [one.memberId, one])),
    unreadableChats: new Set(),
    clockAheadHours: 0,
    mishaps: new Map(),
  };
  for (let index = 0; index < people; index += 1) world.users.push(newUser(world, index, dice));
  return world;
}

export const isOrdinary = ({ memberId }: Colleague) => memberId !== ADMIN && !TWINS.includes(memberId);

function idOf(index: number, chat: Chat): string {
  return chat === 'slack' ? `U0P${String(index).padStart(4, '0')}` : `d${String(index).padStart(4, '0')}`;
}

const chatOf = (index: number): Chat => (index % 4 === 3 ? 'dingtalk' : 'slack');

function colleague(index: number, people: number, dice: Dice): Colleague {
  const chat = chatOf(index);
  const boss = dice.below(people);
  const hasManager = dice.chance(0.5) && boss !== index && chatOf(boss) === chat;
  return {
    ...{ memberId: idOf(index, chat), chat, hasLeft: false, leave: null },
    zone: chat === 'dingtalk' ? null : dice.of(ZONES),
    managerId: hasManager ? idOf(boss, chat) : null,
  };
}

export function newUser(world: World, index: number, dice: Dice): RamPerson {
  const account = dice.of(world.accounts);
  return {
    accountId: account.accountId,
    userId: String(200_000 + index),
    userName: `user.${index}`,
    login: dice.chance(0.9) ? 'active' : dice.of(['inactive', 'none']),
    hasDevice: dice.chance(0.4),
    isFrozen: dice.chance(0.03),
    contact: someContact(world, dice),
    isAdministrator: dice.chance(0.1),
    trouble: null,
  };
}

/** Mostly somebody; at times nobody, two people who share an address, an id nobody has, or several people of one chat. */
export function someContact(world: World, dice: Dice): string | null {
  if (dice.chance(0.03)) return null;
  if (dice.chance(0.03)) return SHARED_ADDRESS;
  if (dice.chance(0.02)) return 'U0NOBODY';
  const people = [...world.colleagues.values()].filter(isOrdinary);
  const first = dice.of(people);
  if (dice.chance(0.85)) return first.memberId;
  const others = people.filter(({ chat }) => chat === first.chat);
  const sharers = [first, dice.of(others), ...(dice.chance(0.3) ? [dice.of(others)] : [])];
  return [...new Set(sharers.map(({ memberId }) => memberId))].join(' ');
}
