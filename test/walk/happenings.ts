import { dayOf, plusDays } from '../model/calendar.ts';
import type { Rules } from '../model/case-file.ts';
import type { Colleague, Mishap, RamPerson, World } from '../model/world.ts';
import { isOrdinary, newUser, someContact } from './company.ts';
import type { Dice } from './dice.ts';
import { ADMIN, DEPUTY } from './staged-app.ts';

/** What somebody types between two looks; or what the operator does. */
export type Order =
  | { readonly kind: 'pause' | 'start' }
  | { readonly kind: 'release' | 'remind'; readonly user: RamPerson }
  | { readonly kind: 'end_exemption'; readonly user: RamPerson }
  | { readonly kind: 'later'; readonly person: Colleague }
  | { readonly kind: 'exempt'; readonly user: RamPerson; readonly day: string; readonly by: string }
  | { readonly kind: 'lose_phone'; readonly user: RamPerson; readonly by: string }
  | { readonly kind: 'decide'; readonly by: string; readonly isApproved: boolean }
  | { readonly kind: 'away'; readonly person: Colleague; readonly day: string | null }
  | { readonly kind: 'send_away'; readonly user: RamPerson; readonly day: string | null; readonly by: string }
  | { readonly kind: 'link'; readonly user: RamPerson; readonly people: readonly Colleague[] }
  | { readonly kind: 'give_to_owner'; readonly user: RamPerson; readonly owner: Colleague }
  | { readonly kind: 'not_me'; readonly user: RamPerson; readonly person: Colleague }
  | { readonly kind: 'restart'; readonly rules: Rules };

/** Where the walk stands: what chance works on. */
export interface Scene {
  readonly world: World;
  readonly dice: Dice;
  readonly plannedMishaps: Map<string, Mishap>;
  readonly clock: { now(): number };
  rules: Rules;
  nextUser: number;
  /** In words, with the key of the user it is about. */
  readonly tell: (about: string | null, what: string) => void;
}

/** A day has about as many of each as stand beside it, for each hundred people where it is about a person. */
const HAPPENINGS: readonly {
  readonly aDay: number;
  readonly isPersonal: boolean;
  readonly happen: (scene: Scene) => void;
}[] = [
  { aDay: 1.5, isPersonal: true, happen: enrol },
  { aDay: 1.5, isPersonal: true, happen: unbind },
  { aDay: 1, isPersonal: true, happen: changeLogin },
  { aDay: 0.5, isPersonal: true, happen: freeze },
  { aDay: 0.5, isPersonal: true, happen: hire },
  { aDay: 0.4, isPersonal: true, happen: remove },
  { aDay: 0.5, isPersonal: true, happen: rename },
  { aDay: 1.5, isPersonal: true, happen: troubleUser },
  { aDay: 1, isPersonal: true, happen: changeContact },
  { aDay: 0.7, isPersonal: true, happen: leaveOrReturn },
  { aDay: 2, isPersonal: true, happen: changeStatus },
  { aDay: 3, isPersonal: true, happen: planMishap },
  { aDay: 0.15, isPersonal: false, happen: troubleAccount },
  { aDay: 0.02, isPersonal: false, happen: switchSso },
  { aDay: 0.1, isPersonal: false, happen: troubleChat },
  { aDay: 0.02, isPersonal: false, happen: troubleClock },
];

export function letHappen(scene: Scene, share: number): void {
  for (const { aDay, isPersonal, happen } of HAPPENINGS) {
    const expected = aDay * share * (isPersonal ? scene.world.users.length / 100 : 1);
    for (const _ of scene.dice.times(expected)) happen(scene);
  }
  endTroubles(scene, share);
}

const someUser = ({ world, dice }: Scene) => dice.of(world.users);
const called = ({ accountId, userId }: RamPerson) => `${accountId}/${userId}`;

function change(scene: Scene, user: RamPerson, to: Partial<RamPerson>): void {
  Object.assign(user, to);
  scene.tell(called(user), JSON.stringify(to));
}

function enrol(scene: Scene): void {
  change(scene, someUser(scene), { hasDevice: true });
}

function unbind(scene: Scene): void {
  change(scene, someUser(scene), { hasDevice: false });
}

function changeLogin(scene: Scene): void {
  const user = someUser(scene);
  change(scene, user, { login: user.login === 'active' ? scene.dice.of(['inactive', 'none']) : 'active' });
}

function freeze(scene: Scene): void {
  const user = someUser(scene);
  change(scene, user, { isFrozen: !user.isFrozen });
}

function hire(scene: Scene): void {
  scene.nextUser += 1;
  const user = newUser(scene.world, scene.nextUser, scene.dice);
  scene.world.users.push(user);
  scene.tell(called(user), `is new: ${JSON.stringify(user)}`);
}

/** At times somebody else gets the name. */
function remove(scene: Scene): void {
  const { world, dice } = scene;
  const user = someUser(scene);
  world.users.splice(world.users.indexOf(user), 1);
  scene.tell(called(user), 'is deleted');
  if (!dice.chance(0.3)) return;
  scene.nextUser += 1;
  const heir = {
    ...newUser(world, scene.nextUser, dice),
    accountId: user.accountId,
    userName: user.userName,
  };
  world.users.push(heir);
  scene.tell(called(heir), `has the name of ${called(user)}`);
}

function rename(scene: Scene): void {
  scene.nextUser += 1;
  change(scene, someUser(scene), { userName: `user.${scene.nextUser}` });
}

function troubleUser(scene: Scene): void {
  change(scene, someUser(scene), { trouble: scene.dice.of(['profile', 'device', 'user']) });
}

function changeContact(scene: Scene): void {
  change(scene, someUser(scene), { contact: someContact(scene.world, scene.dice) });
}

function someColleague({ world, dice }: Scene): Colleague {
  return dice.of([...world.colleagues.values()].filter(isOrdinary));
}

/** Mostly somebody who stands on the user. */
function somebodyOf(user: RamPerson, scene: Scene): Colleague {
  const ids = user.contact?.split(' ') ?? [];
  const named = ids.flatMap((id) => scene.world.colleagues.get(id) ?? []).filter(isOrdinary);
  return named.length === 0 || scene.dice.chance(0.2) ? someColleague(scene) : scene.dice.of(named);
}

/** Statuses are of Slack. */
function changeStatus(scene: Scene): void {
  const { dice, clock } = scene;
  const colleague = someColleague(scene);
  if (colleague.chat !== 'slack') return;
  const untilAt = dice.chance(0.5) ? null : clock.now() + dice.below(20 * 24 * 60) * 60_000;
  colleague.leave = colleague.leave === null ? { untilAt } : null;
  scene.tell(colleague.memberId, `status ${JSON.stringify(colleague.leave)}`);
}

function leaveOrReturn(scene: Scene): void {
  const colleague = someColleague(scene);
  if (colleague.memberId === DEPUTY) return;
  colleague.hasLeft = !colleague.hasLeft;
  scene.tell(colleague.memberId, colleague.hasLeft ? 'has left' : 'is back');
}

function planMishap(scene: Scene): void {
  scene.plannedMishaps.set(someColleague(scene).memberId, scene.dice.of(['recipient', 'lost', 'blurred']));
}

function troubleAccount({ world, dice, tell }: Scene): void {
  const account = dice.of(world.accounts);
  account.trouble = dice.of(['entry', 'list']);
  tell(null, `${account.accountId}: ${account.trouble}`);
}

function switchSso({ world, dice, tell }: Scene): void {
  const account = dice.of(world.accounts);
  account.sso = dice.of([true, null]);
  tell(null, `${account.accountId}: SSO ${account.sso}`);
}

function troubleChat({ world, dice, tell }: Scene): void {
  const chat = dice.of(['slack', 'dingtalk'] as const);
  world.unreadableChats.add(chat);
  tell(null, `nobody can be looked up in ${chat}`);
}

function troubleClock({ world, tell }: Scene): void {
  world.clockAheadHours = 3;
  tell(null, 'the clock is three hours ahead');
}

/** What does not work works again some time. */
function endTroubles(scene: Scene, share: number): void {
  const { world, dice, tell } = scene;
  for (const user of world.users)
    if (user.trouble !== null && dice.chance(0.5 * share)) change(scene, user, { trouble: null });
  for (const account of world.accounts) {
    if (account.trouble !== null && dice.chance(share)) account.trouble = null;
    if (account.sso !== false && dice.chance(0.2 * share)) {
      account.sso = false;
      tell(null, `${account.accountId}: no SSO`);
    }
  }
  if (dice.chance(2 * share)) world.unreadableChats.clear();
  if (dice.chance(share)) world.clockAheadHours = 0;
}

/** As the table above; whoever is put off or reminded has everybody looked at, so that few are. */
const ORDERS: readonly {
  readonly aDay: number;
  readonly isPersonal: boolean;
  readonly order: (scene: Scene) => Order;
}[] = [
  { aDay: 0.03, isPersonal: false, order: () => ({ kind: 'pause' }) },
  { aDay: 0.25, isPersonal: false, order: () => ({ kind: 'start' }) },
  { aDay: 0.2, isPersonal: false, order: (scene) => ({ kind: 'release', user: someUser(scene) }) },
  { aDay: 0.1, isPersonal: false, order: restart },
  { aDay: 3, isPersonal: false, order: (scene) => ({ kind: 'later', person: someColleague(scene) }) },
  { aDay: 2, isPersonal: false, order: (scene) => ({ kind: 'remind', user: someUser(scene) }) },
  { aDay: 2, isPersonal: true, order: exempt },
  { aDay: 2, isPersonal: true, order: decide },
  { aDay: 0.5, isPersonal: true, order: (scene) => ({ kind: 'end_exemption', user: someUser(scene) }) },
  {
    aDay: 1,
    isPersonal: true,
    order: (scene) => ({ kind: 'lose_phone', user: someUser(scene), by: someAdmin(scene) }),
  },
  {
    aDay: 2,
    isPersonal: true,
    order: (scene) => ({ kind: 'away', person: someColleague(scene), day: dayAhead(scene, 35) }),
  },
  {
    aDay: 1,
    isPersonal: true,
    order: (scene) => ({ kind: 'away', person: someColleague(scene), day: null }),
  },
  { aDay: 1.5, isPersonal: true, order: sendAway },
  { aDay: 1.5, isPersonal: true, order: link },
  {
    aDay: 0.7,
    isPersonal: true,
    order: (scene) => ({ kind: 'give_to_owner', user: someUser(scene), owner: someColleague(scene) }),
  },
  { aDay: 2, isPersonal: true, order: notMe },
];

/** What people do to the bot itself. */
export function nextOrders(scene: Scene, share: number): readonly Order[] {
  return ORDERS.flatMap(({ aDay, isPersonal, order }) => {
    const expected = aDay * share * (isPersonal ? scene.world.users.length / 100 : 1);
    return scene.dice.times(expected).map(() => order(scene));
  });
}

const someAdmin = ({ dice }: Scene) => dice.of([ADMIN, DEPUTY]);

/** At times a day that has passed, or one too far away. */
function dayAhead({ dice, clock, rules }: Scene, daysMax: number): string {
  return plusDays(dayOf(clock.now(), rules.zone), dice.below(daysMax + 1) - 1);
}

function restart(scene: Scene): Order {
  return { kind: 'restart', rules: scene.dice.chance(0.5) ? scene.rules : otherRules(scene) };
}

function exempt(scene: Scene): Order {
  return { kind: 'exempt', user: someUser(scene), day: dayAhead(scene, 40), by: someAdmin(scene) };
}

function decide(scene: Scene): Order {
  return { kind: 'decide', by: someAdmin(scene), isApproved: scene.dice.chance(0.8) };
}

function sendAway(scene: Scene): Order {
  const day = scene.dice.chance(0.3) ? null : dayAhead(scene, 95);
  return { kind: 'send_away', user: someUser(scene), day, by: someAdmin(scene) };
}

/** By an admin in Slack, who finds people there. */
function link(scene: Scene): Order {
  const count = scene.dice.of([0, 1, 1, 1, 2]);
  const people = Array.from({ length: count }, () => someColleague(scene)).filter(
    ({ chat }) => chat === 'slack',
  );
  return { kind: 'link', user: someUser(scene), people: [...new Set(people)] };
}

function notMe(scene: Scene): Order {
  const user = someUser(scene);
  return { kind: 'not_me', user, person: somebodyOf(user, scene) };
}

function otherRules({ rules, dice }: Scene): Rules {
  const changes: readonly Partial<Rules>[] = [
    { reminder: 2, warning: 5, deadline: 10 },
    { reminder: 3, warning: 7, deadline: 14 },
    { reminder: 1, warning: 2, deadline: 3 },
    { firstsPerDay: 1 + dice.below(10) },
    { firstsPerDay: 200 },
    { messaging: !rules.messaging },
    { messaging: true },
    { office: { ...rules.office, opens: 480 + 30 * dice.below(5), closes: 960 + 30 * dice.below(5) } },
    {
      office: {
        ...rules.office,
        weekdays: dice.of([
          [1, 2, 3, 4, 5],
          [7, 1, 2, 3, 4],
          [1, 3, 5],
        ]),
      },
    },
  ];
  return { ...rules, ...dice.of(changes) };
}
