import { atMinute, closing, dayOf, isOpen, openDay, opening, plusDays, twoDaysOn } from './calendar.ts';
import { type CaseFile, giveBack, isOfLadder, type Notice, type Rules, type Step } from './case-file.ts';
import {
  type Exemption,
  ending,
  isLapsed,
  isStillGranted,
  lostPhone,
  ordinalOf,
  requested,
  tellsFrom,
} from './exemptions.ts';
import {
  areAllAway,
  byStatus,
  countsFrom,
  granted,
  isAway,
  isWordOf,
  type Leave,
  morningAfter,
} from './leaves.ts';
import { type Due, deadlineTold, dueStep, putOff, remindedOf } from './steps.ts';
import { audiencesOf, heardAt, ofFormer, type Viewer, viewersOf } from './viewers.ts';
import {
  type Account,
  type Chat,
  type Colleague,
  keyOf,
  type RamPerson,
  SHARED_ADDRESS,
  type World,
} from './world.ts';

export type Verdict = 'compliant' | 'noncompliant' | 'not_applicable' | 'unknown';

/** What is remembered of one RAM user. */
interface Known {
  readonly key: string;
  readonly accountId: string;
  readonly userId: string;
  userName: string;
  contact: string | null;
  isAdministrator: boolean;
  verdict: Verdict;
  hadDevice: boolean;
  unboundSince: number | null;
  isDeleted: boolean;
  readonly cases: CaseFile[];
  /** What is said outside of any case. */
  readonly outside: CaseFile;
  readonly exemptions: Exemption[];
  readonly leaves: Leave[];
  readonly word: Word;
}

/** What was said of who is behind a user. */
interface Word {
  /** By an admin; empty: nobody is; null: nothing was said. */
  people: readonly Colleague[] | null;
  owner: Colleague | null;
  /** Who said "this is not me", and until when that is not settled. */
  readonly denied: Map<Colleague, { readonly at: number; isSettled: boolean }>;
}

interface Hold {
  readonly since: number;
  readonly isFirst: boolean;
  absent: readonly string[];
  readonly released: Set<string>;
}

/** A message as its reader gets it. */
export interface Sent {
  readonly at: number;
  readonly memberId: string;
  /** `account/UserId/nth case/step/audience/occurrence`, in order. */
  readonly notices: readonly string[];
}

/** One due step and why it is not sent. */
export interface Outlook {
  readonly file: CaseFile;
  readonly known: Known;
  readonly contact: Contact;
  /** Of those who are behind the user, the one this is about; null: nobody is. */
  readonly person: Colleague | null;
  readonly viewer: Viewer;
  readonly due: Due | null;
  why: string | null;
}

/** Who is behind a user; nobody unless it is `found`. */
interface Contact {
  readonly kind: 'found' | 'unmapped' | 'ambiguous' | 'unreachable' | 'could_not_read';
  readonly people: readonly Colleague[];
  readonly isOwned: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUARTER_MS = HOUR_MS / 4;

/**
 * The follow-up as DESIGN §6 and the states of §7 say it, written down a second time: one class that looks at the world and
 * remembers, without a database, a chat or a line of the product.
 */
export class Reference {
  readonly world: World;
  rules: Rules;
  readonly known = new Map<string, Known>();
  readonly sent: Sent[] = [];
  readonly #holds = new Map<string, Hold>();
  readonly #everHeld = new Set<string>();
  readonly #everComplete = new Set<string>();
  /** The users there are at this instant. */
  readonly #present = new Map<string, RamPerson>();
  readonly #refusals = new Map<string, { count: number; until: number }>();
  #pausedSince: number | null = null;
  #sequence = 0;
  #firsts = new Map<string, number>();
  #servedAudit = Number.NEGATIVE_INFINITY;
  #lastTry: { readonly day: string; readonly at: number; readonly incomplete: readonly string[] } | null =
    null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #clockCheckedOn: string | null = null;
  #isClockWrong = false;
  #now = 0;

  constructor(world: World, rules: Rules) {
    this.world = world;
    this.rules = rules;
  }

  get holdsAnybody(): boolean {
    return this.#pausedSince !== null || [...this.#holds.keys()].some((id) => this.#everComplete.has(id));
  }

  /** Another process, perhaps with other rules: what only memory knew is looked at anew. */
  restart(rules: Rules): void {
    this.rules = rules;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#clockCheckedOn = null;
  }

  pause(now: number): void {
    this.#pausedSince ??= now;
  }

  /** `/mfa start`, shown and confirmed at once. */
  start(now: number): void {
    this.#lookAround(now);
    const released = [...this.#holds].filter(([id]) => this.#everComplete.has(id));
    for (const [accountId, hold] of released) {
      this.#holds.delete(accountId);
      for (const key of hold.absent) this.#closeGone(key);
    }
    const paused = this.#pausedSince;
    this.#pausedSince = null;
    for (const known of this.known.values()) {
      const hold = released.find(([id]) => id === known.accountId)?.[1];
      const held = hold === undefined || hold.released.has(known.key) ? Number.POSITIVE_INFINITY : hold.since;
      this.#endSilence(known, Math.min(held, paused ?? Number.POSITIVE_INFINITY));
    }
  }

  /** What lasted since then and ends now; a closed case that may come back had its part of it. */
  #endSilence(known: Known, since: number, endedAt = this.#now): void {
    const file = known.cases.at(-1);
    if (file === undefined || since > endedAt) return;
    if (file.closed !== null && (file.closed.because === 'enrolled' || file.closed.at < since)) return;
    const to = Math.min(endedAt, file.closed?.at ?? endedAt, this.#silentSince(known));
    giveBack(file, { from: since, to }, this.rules);
  }

  /** Since when a pause, a hold, a leave or "this is not me" that still lasts silences this user. */
  #silentSince({ accountId, key, leaves, word }: Known): number {
    const hold = this.#holds.get(accountId);
    const held = hold === undefined || hold.released.has(key) ? Number.POSITIVE_INFINITY : hold.since;
    const away = leaves.map(({ state, silentSince }) => (state === 'active' ? silentSince : null));
    const silent = [held, this.#pausedSince, disputedSince(word), ...away];
    return Math.min(...silent.map((at) => at ?? Number.POSITIVE_INFINITY));
  }

  /** The one user that is known by this name. */
  #named(userName: string): Known | null {
    const named = [...this.known.values()].filter((one) => one.userName === userName && !one.isDeleted);
    return named.length === 1 ? (named[0] ?? null) : null;
  }

  /** `/mfa start <user>`: a pilot, during the first hold alone. */
  release(userName: string): void {
    const known = this.#named(userName);
    const hold = known && this.#holds.get(known.accountId);
    const isRefused =
      this.#pausedSince !== null || !hold?.isFirst || !this.#everComplete.has(known?.accountId ?? '');
    if (known !== null && !isRefused) hold?.released.add(known.key);
  }

  /** `/mfa later`: all that its author was told about. */
  later(now: number, memberId: string): void {
    this.#lookAround(now);
    for (const one of this.#openCases().flatMap((each) => this.#outlooksOf(each))) {
      const { file, known, viewer, person } = one;
      const isDenied = [...known.word.denied.keys()].some((one) => one.memberId === memberId);
      const isTheirs = !isDenied && (person === null ? file.told?.memberId : person.memberId) === memberId;
      const again = isTheirs ? putOff(viewer, { now, rules: this.rules }) : null;
      if (again !== null)
        Object.assign(this.#plan(file, again, viewer.audience), { again: 'snoozed', dueAt: again.dueAt });
    }
  }

  /** `/mfa remind <user>`: not within a day of anything else; what could not be delivered is tried anew. */
  remind(now: number, userName: string): void {
    this.#lookAround(now);
    const known = this.#named(userName);
    const file = known && openCase(known);
    if (known === null || file === null) return;
    for (const one of this.#outlooksOf({ file, known })) this.#remind(one);
  }

  #remind({ file, known, viewer, contact, person, due }: Outlook): void {
    const personal = viewer.notices.filter(({ audience }) => audience !== 'manager');
    const written = personal.filter(({ state }) => state === 'sent' || state === 'unknown');
    if (written.some(({ at }) => this.#now - at < DAY_MS)) return;
    const failed = personal.findLast(({ state }) => state === 'failed');
    const undelivered = person === null ? undefined : failed;
    const isTriedAnew = undelivered !== undefined;
    const why = this.#whyNot({ file, known, contact, person, viewer, isTriedAnew });
    if (why !== null && why !== 'outside_hours') return;
    const again = due === null ? remindedOf(viewer) : null;
    if (due === null && again === null) return;
    if (undelivered) Object.assign(undelivered, { state: 'planned', retryAt: null, failedOn: null });
    if (again !== null)
      Object.assign(this.#plan(file, again, viewer.audience), { again: 'reminded', dueAt: this.#now });
  }

  // Granted time

  /** `/mfa exempt <user> <date> <reason>` */
  exempt(now: number, userName: string, ask: { readonly day: string; readonly by: string }): void {
    const known = this.#named(userName);
    const exemption = known && requested(known.exemptions, ask, { now, zone: this.rules.zone });
    if (exemption) known.exemptions.push(exemption);
  }

  /** `/mfa exempt <user> lost-phone`: not of one's own. */
  losePhone(now: number, userName: string, by: string): void {
    this.#lookAround(now);
    const known = this.#named(userName);
    if (known === null || this.#mayBeTheirs(known, by)) return;
    const exemption = lostPhone(known.exemptions, by, { now, zone: this.rules.zone });
    if (exemption === null) return;
    known.exemptions.push(exemption);
    const occurrence = ordinalOf(exemption, known.exemptions);
    this.#plan(known.cases.at(-1) ?? known.outside, { step: 'lost_phone', occurrence }, soleOf(known));
  }

  /** `/mfa approve` and `/mfa decline`: another admin, and not about their own. */
  decide(
    now: number,
    key: string,
    { by, isApproved }: { readonly by: string; readonly isApproved: boolean },
  ): void {
    this.#lookAround(now);
    const known = this.known.get(key);
    const asked = known?.exemptions.findLast(({ state }) => state === 'requested');
    if (!known || !asked || isLapsed(asked, now) || asked.askedBy === by || this.#mayBeTheirs(known, by))
      return;
    asked.state = isApproved ? 'active' : 'declined';
  }

  /** `/mfa exempt <user> off` */
  endExemption(now: number, userName: string): void {
    this.#now = now;
    const known = this.#named(userName);
    if (known === null) return;
    const active = known.exemptions.filter(({ state }) => state === 'active');
    for (const one of known.exemptions) {
      if (one.state === 'requested' && !isLapsed(one, now)) one.state = 'declined';
    }
    if (active.length === 0) return;
    for (const one of active) one.state = 'over';
    this.#resumeAfterExemption(known);
  }

  /** Nor is anything granted while it cannot be looked up whose it is; an address is looked for in every chat. */
  #mayBeTheirs(known: Known, memberId: string): boolean {
    const { contact, word } = known;
    const isByAddress = contact === SHARED_ADDRESS && word.owner === null && word.people === null;
    const isUnread = isByAddress
      ? this.world.unreadableChats.size > 0
      : this.#contactOf(known).kind === 'could_not_read';
    return isUnread || this.#isTheirs(known, memberId);
  }

  #isTheirs(known: Known, memberId: string): boolean {
    return this.#contactOf(known).people.some((one) => one.memberId === memberId);
  }

  #endExemptions(): void {
    for (const known of this.known.values()) {
      const { exemptions } = known;
      for (const one of exemptions.filter(({ state }) => state === 'requested'))
        if (isLapsed(one, this.#now)) one.state = 'lapsed';
      for (const one of exemptions.filter(
        ({ state, untilAt }) => state === 'active' && untilAt <= this.#now,
      )) {
        one.state = 'over';
        this.#resumeAfterExemption(known);
      }
      const last = ending(known.exemptions, this.#now);
      const file = openCase(known);
      if (last === null || file === null) continue;
      const step = { step: 'exemption_expiring', occurrence: ordinalOf(last, known.exemptions) } as const;
      if (!file.notices.some((one) => one.step === step.step && one.occurrence === step.occurrence))
        Object.assign(this.#plan(file, step, soleOf(known)), { dueAt: tellsFrom(last) });
    }
  }

  /** Who had been told goes on with a warning and seven days; who had not hears the first message. */
  #resumeAfterExemption(known: Known): void {
    const file = openCase(known);
    if (known.exemptions.some(({ state }) => state === 'active') || file === null || file.told === null)
      return;
    const { office } = this.rules;
    const zone = file.zone ?? this.rules.zone;
    const since = file.told.at;
    // What lasts beyond it gives back its own days, from when it began.
    const today = dayOf(Math.max(Math.min(this.#now, this.#silentSince(known)), since), zone);
    const told = file.notices.filter((one) => one.state === 'sent' && isOfLadder(one) && one.at >= since);
    for (const audience of new Set(told.map((one) => one.audience))) {
      if (audience === 'manager') continue;
      const warnings = file.notices.filter((one) => one.step === 'warning' && one.audience === audience);
      const notice = this.#plan(file, { step: 'warning', occurrence: warnings.length + 1 }, audience);
      Object.assign(notice, {
        again: 'exemption_ended',
        dueAt: opening(openDay(today, office), zone, office),
      });
    }
    const weekOn = closing(openDay(plusDays(today, 7), office), zone, office);
    file.deadlineAt = Math.max(file.deadlineAt ?? weekOn, weekOn);
  }

  // Who is away

  /** `/mfa away <date>` of somebody about all of their users; `day` null: they are back. */
  away(now: number, memberId: string, day: string | null): void {
    this.#lookAround(now);
    const person = this.world.colleagues.get(memberId);
    if (person === undefined) return;
    const theirs = [...this.known.values()].filter(
      (known) => !known.isDeleted && this.#contactOf(known, person.chat).people.includes(person),
    );
    for (const known of theirs) this.#say(known, { by: 'own', person, day });
  }

  /** `/mfa away <user> <date>` of an admin, who speaks of their own user as anybody does. */
  awayByAdmin(
    now: number,
    userName: string,
    { memberId, day }: { readonly memberId: string; readonly day: string | null },
  ): void {
    this.#lookAround(now);
    const known = this.#named(userName);
    const person = this.world.colleagues.get(memberId);
    if (known === null || person === undefined) return;
    if (day === null) this.#bringBackAll(known, () => true);
    else this.#say(known, { by: this.#isTheirs(known, memberId) ? 'own' : 'admin', person, day });
  }

  #say(
    known: Known,
    {
      by,
      person,
      day,
    }: { readonly by: 'own' | 'admin'; readonly person: Colleague; readonly day: string | null },
  ): void {
    const found = this.#contactOf(known).people;
    const people = found.length === 0 ? [person] : found;
    if (day === null) {
      this.#bringBackAll(known, (one) => one.by === 'admin' || isWordOf(one, person, people));
      return;
    }
    const zone = by === 'admin' ? this.rules.zone : (person.zone ?? this.rules.zone);
    const today = dayOf(this.#now, zone);
    if (day < today || day > plusDays(today, by === 'admin' ? 89 : 29)) return;
    const openedAt = openCase(known)?.openedAt ?? this.#now;
    const left = granted(known.leaves, { word: by, openedAt, now: this.#now, zone });
    if (left === null) return;
    const untilAt = morningAfter(day < left.lastDay ? day : left.lastDay, zone);
    const running = known.leaves.find(
      (one) => one.state === 'active' && one.by === by && (by === 'admin' || isWordOf(one, person, people)),
    );
    if (running !== undefined) running.untilAt = untilAt;
    else this.#goAway(known, { by, person, untilAt, zone });
    if (by === 'own') this.#settleSilence(known, people);
  }

  #goAway(known: Known, leave: Pick<Leave, 'by' | 'person' | 'untilAt' | 'zone'>): void {
    const silentSince = leave.by === 'admin' ? this.#now : null;
    known.leaves.push({ ...leave, since: this.#now, state: 'active', endedAt: null, silentSince });
  }

  #bringBackAll(known: Known, isMeant: (leave: Leave) => boolean): void {
    const meant = known.leaves.filter((one) => one.state === 'active' && isMeant(one));
    for (const one of meant)
      this.#bringBack(known, one, { state: one.by === 'status' ? 'undone' : 'over', at: this.#now });
  }

  /** The days are given back, as after a pause. */
  #bringBack(
    known: Known,
    leave: Leave,
    end: { readonly state: 'undone' | 'over'; readonly at: number },
  ): void {
    const { silentSince } = leave;
    Object.assign(leave, { state: end.state, endedAt: end.at });
    const others = known.leaves.filter(({ state, by }) => state === 'active' && by !== 'admin');
    const isOfAnother = ({ person }: Leave) =>
      person.chat === leave.person.chat && person.memberId !== leave.person.memberId;
    // Once one is there, those who share the user and are still away keep nobody silent.
    if (leave.by !== 'admin' && others.every(isOfAnother)) for (const one of others) one.silentSince = null;
    if (silentSince !== null) this.#endSilenceOf(known, countsFrom(leave, known.leaves, silentSince), end.at);
  }

  #endSilenceOf(known: Known, since: number, endedAt: number): void {
    if (Math.min(endedAt, this.#silentSince(known)) > since) this.#endSilence(known, since, endedAt);
  }

  /** Days count for nobody from when the last of those who share a user goes until the first is back. */
  #settleSilence(known: Known, people: readonly Colleague[]): void {
    const active = known.leaves.filter(({ state, by }) => state === 'active' && by !== 'admin');
    const silent = active.filter(({ silentSince }) => silentSince !== null);
    if (people.length === 0 || active.length === 0) return;
    if (areAllAway(active, people)) {
      for (const one of active) one.silentSince ??= this.#now;
      return;
    }
    if (silent.length === 0) return;
    const since = Math.min(...silent.map((one) => one.silentSince ?? this.#now));
    for (const one of silent) one.silentSince = null;
    this.#endSilenceOf(known, since, this.#now);
  }

  #endLeaves(): void {
    const over = [...this.known.values()].flatMap((known) =>
      known.leaves
        .filter(({ state, untilAt }) => state === 'active' && untilAt <= this.#now)
        .map((leave) => ({ known, leave })),
    );
    for (const { known, leave } of over.toSorted((a, b) => a.leave.untilAt - b.leave.untilAt))
      this.#bringBack(known, leave, { state: 'over', at: leave.untilAt });
  }

  /** What statuses in chat say is written down, of those who are behind an open case. */
  #noteStatuses({ file, known, contact }: Outlook): void {
    const { people } = contact;
    for (const person of people) this.#noteStatus(known, file, person);
    const isFormer = ({ state, by, person }: Leave) => {
      const here = people.filter(({ chat }) => chat === person.chat);
      return state === 'active' && by !== 'admin' && here.length > 0 && !here.includes(person);
    };
    for (const one of known.leaves.filter(isFormer))
      this.#bringBack(known, one, { state: 'over', at: this.#now });
    this.#settleSilence(known, people);
  }

  #noteStatus(known: Known, { openedAt }: CaseFile, person: Colleague): void {
    const { change, ...until } = byStatus(known.leaves, person, {
      openedAt,
      now: this.#now,
      zone: this.rules.zone,
    });
    const theirs = known.leaves.filter((one) => one.by === 'status' && one.person === person);
    const running = theirs.find(({ state }) => state === 'active');
    if (change === 'forgotten') for (const one of theirs) one.state = 'over';
    if (change === 'begins') {
      this.#goAway(known, { by: 'status', person, ...until });
      this.#settleSilence(known, this.#contactOf(known).people);
    }
    if (change === 'moves' && running) running.untilAt = until.untilAt;
    if (change === 'ends' && running) this.#bringBack(known, running, { state: 'over', at: this.#now });
  }

  // Who it is

  /** `/mfa link`: of people in Slack, all of whom must be there. */
  link(now: number, userName: string, people: readonly Colleague[]): void {
    this.#lookAround(now);
    const known = this.#named(userName);
    const isAsked = people.length === 0 || !this.world.unreadableChats.has('slack');
    if (known === null || !isAsked || people.some(({ hasLeft }) => hasLeft)) return;
    this.#settleWho(known, { people, owner: null });
  }

  /** A line of a file names who looks after a service account. */
  giveToOwner(now: number, key: string, owner: Colleague): void {
    this.#lookAround(now);
    const known = this.known.get(key);
    if (known !== undefined) this.#settleWho(known, { people: null, owner });
  }

  #settleWho(known: Known, { people, owner }: Pick<Word, 'people' | 'owner'>): void {
    const since = disputedSince(known.word);
    Object.assign(known.word, { people, owner });
    for (const one of known.word.denied.values()) one.isSettled = true;
    if (since !== null) this.#endSilenceOf(known, since, this.#now);
  }

  /** "This is not me": of who was told, or is the contact. */
  notMe(now: number, memberId: string, userName: string): void {
    this.#lookAround(now);
    const known = this.#named(userName);
    const person = this.world.colleagues.get(memberId);
    if (known === null || person === undefined) return;
    const wasWrittenTo = known.cases.some(({ notices }) =>
      notices.some(
        ({ audience, state, recipients }) =>
          audience !== 'manager' &&
          (state === 'sent' || state === 'unknown') &&
          recipients.at(-1) === memberId,
      ),
    );
    const here = this.#contactOf(known, person.chat);
    if (!wasWrittenTo && !here.people.includes(person)) return;
    const { people } = this.#contactOf(known);
    if (!people.includes(person) && known.word.denied.has(person)) return;
    const isSettled = people.length > 0 && (!people.includes(person) || people.length > 1);
    const { word } = known;
    const others = word.people?.filter((one) => one !== person) ?? null;
    // Where nobody is left whom an admin named, nothing is said any more.
    word.people = word.people !== null && word.people.length > 0 && others?.length === 0 ? null : others;
    if (word.owner === person) word.owner = null;
    word.denied.set(person, { at: now, isSettled });
  }

  #lookAround(now: number): void {
    this.#now = now;
    this.#present.clear();
    for (const user of this.world.users) {
      this.#present.set(keyOf(user), user);
      this.#present.set(`${user.accountId}/by name/${user.userName}`, user);
    }
  }

  /** Whose requests nobody has decided. */
  get requests(): readonly string[] {
    const isAsked = ({ exemptions }: Known) => exemptions.some(({ state }) => state === 'requested');
    return [...this.known.values()].filter(isAsked).map(({ key }) => key);
  }

  tick(now: number): void {
    this.#lookAround(now);
    this.#checkClock();
    this.#auditIfDue();
    this.#lookIfDue();
    if (!this.#isClockWrong) this.#deliver();
  }

  #checkClock(): void {
    const today = dayOf(this.#now, this.rules.zone);
    if (this.#clockCheckedOn === today) return;
    this.#isClockWrong = this.world.clockAheadHours >= 1;
    if (!this.#isClockWrong) this.#clockCheckedOn = today;
  }

  // The daily look

  #auditIfDue(): void {
    const { zone, auditAt } = this.rules;
    const today = dayOf(this.#now, zone);
    const ofToday = atMinute(today, auditAt, zone);
    const day = ofToday <= this.#now ? today : plusDays(today, -1);
    const scheduled = atMinute(day, auditAt, zone);
    if (this.#servedAudit < scheduled) {
      this.#servedAudit = scheduled;
      this.#audit(day, this.world.accounts);
      return;
    }
    const last = this.#lastTry;
    if (last === null || last.incomplete.length === 0 || last.day !== today || last.day !== day) return;
    if (this.#now - last.at < HOUR_MS) return;
    this.#audit(
      day,
      this.world.accounts.filter(({ accountId }) => last.incomplete.includes(accountId)),
    );
  }

  #audit(day: string, accounts: readonly Account[]): void {
    const incomplete = accounts.filter((account) => !this.#auditAccount(account));
    this.#lastTry = { day, at: this.#now, incomplete: incomplete.map(({ accountId }) => accountId) };
  }

  /** Whether it was complete. */
  #auditAccount(account: Account): boolean {
    const { accountId, trouble } = account;
    const everybody = this.world.users.filter((user) => user.accountId === accountId);
    const listed =
      trouble === 'entry' ? [] : trouble === 'list' ? everybody.slice(0, everybody.length / 2) : everybody;
    const verdicts = listed.map((user) => verdictOf(user, account));
    const needed = verdicts.filter(({ isRead }) => isRead);
    const isComplete =
      trouble === null && (needed.length === 0 || needed.some(({ verdict }) => verdict !== 'unknown'));
    const absent = isComplete ? this.#absentees(accountId, listed) : [];
    this.#holdIfMassChange(account, { listed, absent, isComplete });
    for (const user of listed) this.#record(user, verdictOf(user, account));
    this.#recordRights(listed, account);
    this.#forgetAbsent(accountId, listed, isComplete);
    if (!this.#holds.has(accountId)) for (const key of absent) this.#closeGone(key);
    if (isComplete) this.#everComplete.add(accountId);
    return isComplete;
  }

  /** Policies are read of those who fail the rule. */
  #recordRights(listed: readonly RamPerson[], account: Account): void {
    for (const user of listed) {
      const known = this.known.get(keyOf(user));
      if (known && verdictOf(user, account).verdict === 'noncompliant')
        known.isAdministrator = user.isAdministrator;
    }
  }

  /** Who is followed up and is not listed. */
  #absentees(accountId: string, listed: readonly RamPerson[]): readonly string[] {
    const present = new Set(listed.map(keyOf));
    return [...this.known.values()]
      .filter((known) => known.accountId === accountId && openCase(known) !== null && !present.has(known.key))
      .map(({ key }) => key);
  }

  #forgetAbsent(accountId: string, listed: readonly RamPerson[], isComplete: boolean): void {
    if (!isComplete) return;
    const present = new Set(listed.map(keyOf));
    for (const known of this.known.values()) {
      if (known.accountId === accountId && !present.has(known.key) && openCase(known) === null)
        known.isDeleted = true;
    }
  }

  #holdIfMassChange(
    { accountId }: Account,
    seen: {
      readonly listed: readonly RamPerson[];
      readonly absent: readonly string[];
      readonly isComplete: boolean;
    },
  ): void {
    const { listed, absent, isComplete } = seen;
    const current = this.#holds.get(accountId);
    if (current !== undefined) {
      if (isComplete) current.absent = absent;
      return;
    }
    const isFirst = !this.#everHeld.has(accountId);
    const changes = absent.length + listed.filter((user) => this.#countsAsChange(user)).length;
    if (!isFirst && !(isComplete && changes > Math.max(20, 0.1 * listed.length))) return;
    this.#everHeld.add(accountId);
    this.#holds.set(accountId, { since: this.#now, isFirst, absent, released: new Set() });
  }

  #countsAsChange(user: RamPerson): boolean {
    const change = this.#changeBy(this.known.get(keyOf(user)), this.#assess(user));
    return change === 'open' || change === 'regress' || change === 'resume' || change === 'close';
  }

  #assess(user: RamPerson) {
    const account = this.world.accounts.find(({ accountId }) => accountId === user.accountId);
    if (account === undefined) throw new Error(`Nobody watches ${user.accountId}`);
    return verdictOf(user, account);
  }

  // Cases

  #changeBy(
    known: Known | undefined,
    { verdict }: Seen,
  ): 'open' | 'regress' | 'resume' | 'close' | 'enrol' | 'unbound' | null {
    const open = known === undefined ? null : openCase(known);
    if (verdict === 'compliant') return open === null ? null : 'enrol';
    if (verdict === 'not_applicable') return open === null ? null : 'close';
    return verdict === 'unknown' || open !== null ? null : this.#beginningOf(known);
  }

  /** How the follow-up of somebody without a device begins. */
  #beginningOf(known: Known | undefined): 'open' | 'regress' | 'resume' | 'unbound' | null {
    if (known?.hadDevice) {
      if (known.unboundSince === null) return 'unbound';
      return this.#now - known.unboundSince >= DAY_MS ? 'regress' : null;
    }
    const closed = known?.cases.at(-1)?.closed ?? null;
    const isBack = closed !== null && closed.because !== 'enrolled' && this.#now - closed.at <= 30 * DAY_MS;
    return isBack ? 'resume' : 'open';
  }

  /** One user was looked at. */
  #record(user: RamPerson, seen: Seen): void {
    const known = this.#knownOf(user);
    const change = this.#changeBy(known, seen);
    const file = openCase(known);
    known.verdict = seen.verdict;
    if (seen.verdict === 'compliant') Object.assign(known, { hadDevice: true, unboundSince: null });
    if (seen.verdict === 'not_applicable') known.unboundSince = null;
    if (file !== null) this.#noteReadable(file, seen.verdict !== 'unknown');
    if (change === 'unbound') known.unboundSince = this.#now;
    if (change === 'open' || change === 'regress') this.#open(known, change === 'regress');
    if (change === 'resume') this.#resume(known);
    if (change === 'close' && file !== null) this.#close(file, 'console_gone');
    if (change === 'enrol' && file !== null) this.#close(file, 'enrolled');
  }

  #knownOf(user: RamPerson): Known {
    const key = keyOf(user);
    const { accountId, userId, userName, contact } = user;
    const before = this.known.get(key)?.contact ?? null;
    const known = this.known.get(key) ?? {
      ...{ key, accountId, userId, userName, contact },
      ...{
        isAdministrator: false,
        verdict: 'unknown' as const,
        hadDevice: false,
        unboundSince: null,
        isDeleted: false,
      },
      cases: [],
      outside: newCase({ userKey: key, ordinal: 0, sequence: 0, openedAt: 0, regressed: false }),
      ...{ exemptions: [], leaves: [], word: { people: null, owner: null, denied: new Map() } },
    };
    Object.assign(known, { userName, contact, isDeleted: false });
    this.known.set(key, known);
    this.#endLeavesOfMoved(known, before);
    return known;
  }

  /** Whoever a tag names now has none of the leave of those whom it named. */
  #endLeavesOfMoved(known: Known, before: string | null): void {
    const ids = (contact: string | null) =>
      contact === null || contact === SHARED_ADDRESS ? [] : contact.split(' ');
    const [named, now] = [ids(before), ids(known.contact)];
    const isMove = named.length > 0 && now.length > 0 && !now.some((id) => named.includes(id));
    if (!isMove || known.word.people !== null || known.word.owner !== null) return;
    const isTheirs = ({ by, person }: Leave) => by === 'admin' || named.includes(person.memberId);
    for (const one of known.leaves.filter((leave) => leave.state === 'active' && isTheirs(leave)))
      this.#bringBack(known, one, { state: 'over', at: this.#now });
  }

  /** Nobody's deadline passes unseen: after a time unread there are two days left. */
  #noteReadable(file: CaseFile, isReadable: boolean): void {
    if (isReadable && file.isUnreadable && file.deadlineAt !== null) {
      const { office, zone } = this.rules;
      file.deadlineAt = Math.max(file.deadlineAt, twoDaysOn(this.#now, file.zone ?? zone, office));
    }
    file.isUnreadable = !isReadable;
  }

  #open(known: Known, regressed: boolean): void {
    known.hadDevice = false;
    known.unboundSince = null;
    this.#sequence += 1;
    const ordinal = known.cases.length + 1;
    const opened = { ordinal, sequence: this.#sequence, openedAt: this.#now, regressed };
    known.cases.push(newCase({ userKey: known.key, ...opened }));
  }

  #resume(known: Known): void {
    const file = known.cases.at(-1);
    if (file === undefined || file.closed === null) return;
    giveBack(file, { from: file.closed.at, to: Math.min(this.#now, this.#silentSince(known)) }, this.rules);
    file.closed = null;
  }

  #close(file: CaseFile, because: string): void {
    file.closed = { at: this.#now, because };
    for (const one of file.notices) {
      if ((one.state === 'planned' || one.state === 'failed') && one.step !== 'thanks')
        cancel(one, 'no_longer_true');
    }
    if (because !== 'enrolled' || file.told === null) return;
    const told = file.notices.filter((one) => one.state === 'sent' && isOfLadder(one));
    for (const audience of new Set(told.map((one) => one.audience)))
      if (audience !== 'manager') this.#plan(file, { step: 'thanks', occurrence: 1 }, audience);
  }

  #closeGone(key: string): void {
    const known = this.known.get(key);
    const file = known && openCase(known);
    if (known === undefined || !this.#entersAccountOf(known)) return;
    if (this.#present.has(key)) return;
    known.isDeleted = true;
    if (file) this.#close(file, 'deleted');
  }

  // Looking live

  /** What a live look at one user sees: null = it could not look. */
  #lookAt(known: Known): Verdict | 'deleted' | null {
    const account = this.world.accounts.find(({ accountId }) => accountId === known.accountId);
    const user = this.#present.get(known.key);
    if (account?.trouble === 'entry' || user?.trouble === 'user') return null;
    if (user === undefined) {
      this.#closeGone(known.key);
      return 'deleted';
    }
    const seen = this.#assess(user);
    this.#record(user, seen);
    return seen.verdict === 'unknown' ? null : seen.verdict;
  }

  /** Every quarter of an hour, who was told, in their hours: only a device acts. */
  #lookIfDue(): void {
    if (this.#now - this.#lookedAt < QUARTER_MS) return;
    this.#lookedAt = this.#now;
    for (const { file, known } of this.#openCases()) {
      if (file.told === null || !isOpen(this.#now, file.zone ?? this.rules.zone, this.rules.office)) continue;
      const { accountId, userName } = known;
      // By the name it had: whoever has it now, a device makes the bot look at the user itself.
      const user = this.#present.get(`${accountId}/by name/${userName}`);
      const canSee = this.#entersAccountOf(known) && user?.trouble !== 'device';
      if (user?.hasDevice && canSee) this.#lookAt(known);
    }
  }

  #entersAccountOf({ accountId }: Known): boolean {
    return this.world.accounts.find((one) => one.accountId === accountId)?.trouble !== 'entry';
  }

  // Delivery

  #deliver(): void {
    for (const known of this.known.values()) {
      const { unboundSince, isDeleted } = known;
      if (unboundSince !== null && !isDeleted && this.#now - unboundSince >= DAY_MS) this.#lookAt(known);
    }
    this.#endLeaves();
    this.#endExemptions();
    if (this.#tellAll()) this.#tellAll();
    this.#sendSingles();
  }

  /** True where somebody who shares a user waits for another of them to be told first. */
  #tellAll(): boolean {
    const outlooks = this.outlooks();
    for (const one of new Map(outlooks.map((each) => [each.file, each])).values()) this.#noteStatuses(one);
    for (const [file, theirs] of Map.groupBy(outlooks, (one) => one.file)) {
      if (theirs[0]?.contact.kind !== 'found') continue;
      for (const one of ofFormer(
        file,
        theirs.map(({ viewer }) => viewer),
      ))
        cancel(one, 'no_recipient');
    }
    const due = outlooks.filter(({ due: step, why }) => step !== null && why === null);
    const starters = new Map(
      due
        .filter((one) => this.#isReady(one))
        .toReversed()
        .map((one) => [one.file, one]),
    );
    const waits = (one: Outlook) => one.viewer.toldAt === null && starters.get(one.file) !== one;
    const now = due.filter((one) => !waits(one));
    for (const theirs of Map.groupBy(now, ({ person }) => person).values()) this.#tellPerson(theirs);
    return due.some((one) => waits(one) && starters.has(one.file));
  }

  /** Not put off by the chat: who waits for that keeps nobody else waiting. */
  #isReady({ file, due, viewer }: Outlook): boolean {
    const notice = file.notices.find((one) => isSame(one, due, viewer));
    return (notice?.retryAt ?? 0) <= this.#now;
  }

  /** Every open case as it stands: what is due, and why it is not sent. Changes nothing. */
  outlooks(now = this.#now): readonly Outlook[] {
    if (now !== this.#now) this.#lookAround(now);
    const cases = this.#openCases().flatMap((one) => this.#outlooksOf(one));
    const first = cases.filter(({ known }) => known.isAdministrator);
    const ordered = [...first, ...cases.filter(({ known }) => !known.isAdministrator)];
    let left = this.rules.firstsPerDay - (this.#firsts.get(dayOf(now, this.rules.zone)) ?? 0);
    for (const one of ordered) {
      const isOpening = one.due?.step === 'first' || one.due?.step === 'regressed';
      if (!isOpening || one.due?.again !== null || (one.why !== null && one.why !== 'outside_hours'))
        continue;
      left -= 1;
      if (left < 0) one.why = 'daily_limit';
    }
    return ordered;
  }

  #openCases(): readonly { readonly file: CaseFile; readonly known: Known }[] {
    const open = [...this.known.values()].flatMap((known) => {
      const file = openCase(known);
      return file === null ? [] : [{ file, known }];
    });
    return open.toSorted(
      (a, b) =>
        a.file.openedAt - b.file.openedAt ||
        (a.known.accountId < b.known.accountId ? -1 : Number(a.known.accountId > b.known.accountId)) ||
        a.file.sequence - b.file.sequence,
    );
  }

  /** One for each who is behind the user. */
  #outlooksOf({ file, known }: Pick<Outlook, 'file' | 'known'>): readonly Outlook[] {
    const contact = this.#contactOf(known);
    return viewersOf(file, contact, this.rules).map((viewer, index) => {
      const person = contact.people[index] ?? null;
      const due = dueStep(file, viewer, { now: this.#now, rules: this.rules });
      const why = due === null ? null : this.#whyNot({ file, known, contact, person, viewer });
      return { file, known, contact, person, viewer, due, why };
    });
  }

  /** What an admin said comes first, then the tags, without whoever said "this is not me". `within`: as that chat knows. */
  #contactOf({ contact, word }: Known, within: Chat | null = null): Contact {
    const chats = (['slack', 'dingtalk'] as const).filter((one) => within === null || one === within);
    if (word.owner !== null) return this.#anyOf([word.owner], { chats, isOwned: true });
    if (word.people !== null) return this.#anyOf(word.people, { chats, isOwned: false });
    if (contact === null) return nobodyIs('unmapped');
    if (contact === SHARED_ADDRESS)
      return nobodyIs(this.world.unreadableChats.has('slack') ? 'could_not_read' : 'ambiguous');
    const ids = contact.split(' ');
    const named = ids
      .map((id) => this.world.colleagues.get(id))
      .filter((one) => one === undefined || !word.denied.has(one));
    const isKnown = named.some((one) => one !== undefined);
    if (named.length === 0) return nobodyIs('unmapped');
    // An id that nobody has is one of Slack.
    if (!isKnown) return nobodyIs(this.world.unreadableChats.has('slack') ? 'could_not_read' : 'unreachable');
    return this.#anyOf(
      named.filter((one) => one !== undefined),
      { chats, isOwned: false },
    );
  }

  #anyOf(
    named: readonly Colleague[],
    { chats, isOwned }: { readonly chats: readonly Chat[]; readonly isOwned: boolean },
  ): Contact {
    let kind: Contact['kind'] = 'unmapped';
    for (const chat of chats) {
      const here = named.filter((one) => one.chat === chat);
      if (here.length === 0) continue;
      if (this.world.unreadableChats.has(chat)) return nobodyIs('could_not_read');
      const people = here.filter(({ hasLeft }) => !hasLeft);
      if (people.length > 0) return { kind: 'found', people, isOwned };
      kind = 'unreachable';
    }
    return nobodyIs(kind);
  }

  #whyNot(
    one: Pick<Outlook, 'file' | 'known' | 'contact' | 'person' | 'viewer'> & {
      readonly isTriedAnew?: boolean;
    },
  ): string | null {
    const { file, known, contact, person, viewer, isTriedAnew = false } = one;
    const { rules } = this;
    if (!rules.messaging) return 'messaging_off';
    if (this.#pausedSince !== null) return 'paused';
    if (this.#isHeld(known)) return 'account_held';
    if (known.exemptions.some(({ state }) => state === 'active')) return 'exempt';
    if (disputedSince(known.word) !== null) return 'disputed';
    if (this.#isAway(one)) return 'away';
    if (file.isUnreadable || known.verdict === 'unknown' || contact.kind === 'could_not_read')
      return 'could_not_read';
    if (person === null) return contact.kind;
    if (!isTriedAnew && failedToday(viewer, person.memberId, { now: this.#now, rules })) return 'unreachable';
    if ((this.#refusals.get(person.memberId)?.until ?? 0) > this.#now) return 'refused';
    return isOpen(this.#now, viewer.zone, rules.office) ? null : 'outside_hours';
  }

  /** By what is written down, or what a status says since. */
  #isAway({
    file,
    known,
    contact: { people },
    person,
  }: Pick<Outlook, 'file' | 'known' | 'contact' | 'person'>): boolean {
    const { leaves } = known;
    if (person === null) return areAllAway(leaves, people);
    const { openedAt } = file;
    const says = byStatus(leaves, person, { openedAt, now: this.#now, zone: this.rules.zone });
    return says.change === 'begins' || isAway(leaves, person, people);
  }

  #isHeld({ accountId, key }: Known): boolean {
    const hold = this.#holds.get(accountId);
    return hold !== undefined && !hold.released.has(key);
  }

  /** Everything that is due to one person, in one message. */
  #tellPerson(theirs: readonly Outlook[]): void {
    const person = theirs[0]?.person;
    if (!person) return;
    for (const one of theirs) this.#planSteps(one);
    const carried = theirs.flatMap(({ file, known, due, viewer }) => {
      const notice = file.notices.find((one) => isSame(one, due, viewer) && one.state === 'planned');
      if (due === null || notice === undefined || (notice.retryAt ?? 0) > this.#now) return [];
      const verdict = this.#lookAt(known);
      if (verdict !== 'noncompliant' && verdict !== null && notice.state === 'planned')
        cancel(notice, 'no_longer_true');
      // A look also shows whose it is now: somebody else is told the next time.
      if (verdict !== 'noncompliant' || !this.#contactOf(known).people.includes(person)) return [];
      const deadlineAt = deadlineTold(due, { viewer, now: this.#now, rules: this.rules });
      return [{ known, file, notice, deadlineAt, zone: viewer.zone, clockSince: viewer.toldAt }];
    });
    if (carried.length > 0) this.#send(person, carried);
  }

  #planSteps({ file, due, viewer }: Outlook): void {
    if (due === null) return;
    for (const lower of due.superseded) cancel(this.#plan(file, lower, viewer.audience), 'superseded');
    const notice = this.#plan(file, due, viewer.audience);
    if (notice.state === 'failed') Object.assign(notice, { state: 'planned', retryAt: null, failedOn: null });
  }

  #plan(
    file: CaseFile,
    step: { readonly step: Step; readonly occurrence: number },
    audience: Notice['audience'],
  ): Notice {
    const existing = file.notices.find(
      (one) => one.step === step.step && one.occurrence === step.occurrence && one.audience === audience,
    );
    if (existing !== undefined) return existing;
    const notice: Notice = {
      ...{
        step: step.step,
        occurrence: step.occurrence,
        audience,
        state: 'planned',
        because: null,
        at: this.#now,
      },
      ...{ recipients: [], deadlineAt: null, retryAt: null, failedOn: null, plannedAt: this.#now },
      ...{ again: null, dueAt: this.#now, clockSince: null },
    };
    file.notices.push(notice);
    return notice;
  }

  #send(person: Colleague, carried: readonly Carried[]): void {
    const { memberId, chat } = person;
    const mishap = this.world.mishaps.get(`${memberId} ${this.#now}`) ?? null;
    for (const { notice, clockSince } of carried) {
      notice.at = this.#now;
      notice.clockSince = clockSince;
      if (notice.recipients.at(-1) !== memberId) notice.recipients.push(memberId);
    }
    if (mishap === 'recipient') {
      this.#fail(carried);
      return;
    }
    if (mishap === 'lost' && chat === 'slack') {
      this.#putOff(memberId, carried);
      return;
    }
    for (const { notice } of carried) this.#countFirst(notice);
    const hasArrived = mishap !== 'lost';
    if (hasArrived) {
      const notices = carried.map(({ file, known, notice }) => noticeKey(known, file, notice)).toSorted();
      this.sent.push({ at: this.#now, memberId, notices });
    }
    if (mishap !== null && chat !== 'slack') {
      for (const { notice } of carried) notice.state = 'unknown';
      return;
    }
    this.#refusals.delete(memberId);
    for (const one of carried) this.#noteSent(one, memberId);
  }

  #countFirst({ step, again }: Notice): void {
    if (again !== null) return;
    const today = dayOf(this.#now, this.rules.zone);
    if (step === 'first' || step === 'regressed') this.#firsts.set(today, (this.#firsts.get(today) ?? 0) + 1);
  }

  #fail(carried: readonly Carried[]): void {
    for (const { notice } of carried) Object.assign(notice, { state: 'failed', failedOn: this.#now });
  }

  /** Asked for in the conversation and not found there: again in a quarter of an hour, and in twice as long each further time. */
  #putOff(memberId: string, carried: readonly Carried[]): void {
    const before = this.#refusals.get(memberId)?.count ?? 0;
    const until = this.#now + Math.min(QUARTER_MS * 2 ** before, DAY_MS);
    this.#refusals.set(memberId, { count: before + 1, until });
    for (const { notice } of carried) notice.retryAt = until;
  }

  #noteSent({ file, notice, deadlineAt, zone, clockSince }: Carried, memberId: string): void {
    notice.state = 'sent';
    notice.retryAt = null;
    if (notice.audience === 'manager' || deadlineAt === null) return;
    const isAskedFor = notice.again === 'snoozed' || notice.again === 'reminded';
    if (notice.step === 'warning' && !isAskedFor && notice.audience !== 'owner')
      this.#plan(file, { step: 'warning', occurrence: notice.occurrence }, 'manager');
    notice.deadlineAt = deadlineAt;
    const { told } = file;
    const isFirst = told?.memberId === memberId;
    if (told === null || !(isFirst || clockSince === told.at)) {
      Object.assign(file, { told: { at: this.#now, memberId }, deadlineAt, zone, shiftDays: 0 });
      return;
    }
    const dayBefore = dayOf((file.deadlineAt ?? deadlineAt) - 1, file.zone ?? zone);
    const dayNow = dayOf(deadlineAt - 1, zone);
    // Who shares the user can move the end to a later day; what another has moved, the first does not take back.
    const isTakenBack = (file.deadlineAt ?? deadlineAt) > deadlineAt && dayBefore > dayNow;
    if (isFirst ? !isTakenBack : dayNow > dayBefore) Object.assign(file, { deadlineAt, zone });
  }

  /** What stands beside the ladder: a message each. */
  #sendSingles(): void {
    if (!this.rules.messaging || this.#pausedSince !== null) return;
    const waiting = [...this.known.values()].flatMap((known) =>
      [...known.cases, known.outside].flatMap((file) =>
        file.notices
          .filter((one) => (one.audience === 'manager' || !isOfLadder(one)) && this.#isToBeSaid(one))
          .map((notice) => ({ known, file, notice })),
      ),
    );
    for (const one of waiting)
      if (one.notice.step === 'lost_phone' || !this.#isHeld(one.known)) this.#sendSingle(one);
  }

  /** What failed for good is tried anew for a month. */
  #isToBeSaid({ state, dueAt }: Notice): boolean {
    return state === 'planned' || (state === 'failed' && this.#now - dueAt <= 30 * DAY_MS);
  }

  #sendSingle(one: Single): void {
    const { known, file, notice } = one;
    if ((notice.retryAt ?? 0) > this.#now) return;
    const subject = this.#subjectOf(one);
    if (subject === null) return;
    this.#planForAll(one, subject.audiences);
    const { recipient, zone } = subject;
    const isAgainst = notice.step === 'exemption_expiring' || notice.audience === 'manager';
    if (isAgainst && subject.isOnLeave) return;
    if (!isOpen(this.#now, zone, this.rules.office)) return;
    if (hasFailedToday(notice, recipient.memberId, { now: this.#now, rules: this.rules })) return;
    const verdict = this.#lookAt(known);
    // A look also shows whose user it is now.
    const present = verdict === null ? null : this.#subjectOf(one);
    // It may have closed the case, and what was still to be said of it with it.
    if (verdict === null || present?.recipient !== recipient || notice.state === 'cancelled') return;
    if (!this.#isStillTrue(one, verdict, present.wasTold)) {
      cancel(notice, 'no_longer_true');
      return;
    }
    if (notice.state === 'failed') Object.assign(notice, { state: 'planned', retryAt: null, failedOn: null });
    this.#send(recipient, [{ known, file, notice, deadlineAt: null, zone, clockSince: null }]);
  }

  /** Who is written to; null: for now nobody, or never. */
  #subjectOf({ known, file, notice }: Single) {
    const contact = this.#contactOf(known);
    const [first] = contact.people;
    if (disputedSince(known.word) !== null || first === undefined) return null;
    const audiences = audiencesOf(contact.people, { notices: file.notices, isOwned: contact.isOwned });
    const meant = contact.people.find((_, index) => audiences[index] === notice.audience);
    const isForOne = notice.step === 'thanks' || notice.audience.startsWith('person:');
    const person = meant ?? (isForOne ? null : first);
    const recipient = notice.audience === 'manager' ? this.#managerOf(contact) : person;
    if (person === null || recipient === null) {
      cancel(notice, 'no_recipient');
      return null;
    }
    const wasTold = heardAt(file, person.memberId, contact.people.length > 1) !== null;
    const isOnLeave = isAway(known.leaves, person, contact.people);
    return { recipient, wasTold, isOnLeave, audiences, zone: recipient.zone ?? this.rules.zone };
  }

  /** What concerns all who share the user was planned for one of them. */
  #planForAll({ file, notice }: Single, audiences: readonly Notice['audience'][]): void {
    const { step, occurrence, audience, dueAt } = notice;
    if (step === 'thanks' || audience === 'manager' || audience.startsWith('person:')) return;
    for (const other of audiences.slice(1)) {
      const isThere = file.notices.some(
        (one) => one.step === step && one.occurrence === occurrence && one.audience === other,
      );
      if (!isThere) Object.assign(this.#plan(file, { step, occurrence }, other), { dueAt });
    }
  }

  #isStillTrue({ known, notice }: Single, verdict: Verdict | 'deleted', wasTold: boolean): boolean {
    const { exemptions } = known;
    if (verdict === 'deleted') return false;
    if (notice.step === 'thanks') return verdict === 'compliant' && wasTold;
    if (notice.step === 'lost_phone') return isStillGranted(notice, exemptions, this.#now);
    if (verdict !== 'noncompliant') return false;
    if (notice.step === 'exemption_expiring') return isStillGranted(notice, exemptions, this.#now);
    // Nothing counts against whoever has granted time.
    return !exemptions.some(({ state }) => state === 'active');
  }

  /** A service account's owner has none who would know of it. */
  #managerOf({ people: [person], isOwned }: Contact): Colleague | null {
    const managerId = isOwned ? null : (person?.managerId ?? null);
    const manager = managerId === null ? undefined : this.world.colleagues.get(managerId);
    return manager === undefined || manager.hasLeft ? null : manager;
  }
}

type Single = Pick<Carried, 'known' | 'file' | 'notice'>;

const nobodyIs = (kind: Contact['kind']): Contact => ({ kind, people: [], isOwned: false });

const soleOf = ({ word }: Known) => (word.owner === null ? ('person' as const) : ('owner' as const));

/** Since when "this is not me" is not settled. */
function disputedSince({ denied }: Word): number | null {
  const open = [...denied.values()].filter(({ isSettled }) => !isSettled);
  return open.length === 0 ? null : Math.min(...open.map(({ at }) => at));
}

function newCase(
  of: Pick<CaseFile, 'userKey' | 'ordinal' | 'sequence' | 'openedAt' | 'regressed'>,
): CaseFile {
  return {
    ...of,
    ...{ closed: null, told: null, zone: null, deadlineAt: null, shiftDays: 0, isUnreadable: false },
    notices: [],
  };
}

interface Carried {
  readonly known: Known;
  readonly file: CaseFile;
  readonly notice: Notice;
  readonly deadlineAt: number | null;
  readonly zone: string;
  readonly clockSince: number | null;
}

interface Seen {
  readonly verdict: Verdict;
  /** Something of the user had to be read for it. */
  readonly isRead: boolean;
}

function verdictOf(user: RamPerson, account: Account): Seen {
  const sso = account.trouble === 'entry' ? null : account.sso;
  if (user.isFrozen || sso === true) return { verdict: 'not_applicable', isRead: false };
  const isRead = true;
  if (user.trouble === 'profile') return { verdict: 'unknown', isRead };
  if (user.login !== 'active') return { verdict: 'not_applicable', isRead };
  if (sso === null || user.trouble === 'device') return { verdict: 'unknown', isRead };
  return { verdict: user.hasDevice ? 'compliant' : 'noncompliant', isRead };
}

function openCase(known: Known): CaseFile | null {
  const last = known.cases.at(-1);
  return last === undefined || last.closed !== null ? null : last;
}

function cancel(notice: Notice, because: NonNullable<Notice['because']>): void {
  if (notice.state === 'planned' || notice.state === 'failed')
    Object.assign(notice, { state: 'cancelled', because });
}

function isSame(
  notice: Notice,
  step: Pick<Due, 'step' | 'occurrence'> | null,
  { audience }: Viewer,
): boolean {
  return notice.audience === audience && notice.step === step?.step && notice.occurrence === step.occurrence;
}

/** The last message to this very person failed for good, today: looked at again tomorrow. */
function failedToday(
  { notices }: Viewer,
  memberId: string,
  at: { readonly now: number; readonly rules: Rules },
): boolean {
  const failed = notices.findLast(({ state, audience }) => state === 'failed' && audience !== 'manager');
  return failed !== undefined && hasFailedToday(failed, memberId, at);
}

function hasFailedToday(
  { state, failedOn, recipients }: Notice,
  memberId: string,
  { now, rules }: { readonly now: number; readonly rules: Rules },
): boolean {
  if (state !== 'failed' || failedOn === null || recipients.at(-1) !== memberId) return false;
  return dayOf(failedOn, rules.zone) === dayOf(now, rules.zone);
}

export function noticeKey(known: Pick<Known, 'key'>, file: CaseFile, notice: Notice): string {
  return [known.key, file.ordinal, notice.step, notice.audience, notice.occurrence].join('/');
}
