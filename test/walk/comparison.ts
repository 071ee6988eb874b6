import { eachAddressee } from '../../src/outreach/outlook.ts';
import type { Notice } from '../model/case-file.ts';
import { noticeKey, type Reference } from '../model/reference.ts';
import { DEPUTY, type StagedApp } from './staged-app.ts';
import type { StillClock } from './still-clock.ts';
import type { Walked } from './walk.ts';

/** One line of what is said to somebody, as it can be held against another. */
type Lines = ReadonlyMap<string, string>;

/** Holds what the app did against what the reference did, and remembers how it came to that. */
export class Comparison {
  disagreement: string | null = null;
  readonly #app: StagedApp;
  readonly #reference: Reference;
  readonly #clock: StillClock;
  readonly #notes: { readonly at: number; readonly about: string | null; readonly what: string }[] = [];
  readonly #casesOf = new Map<string, number>();
  readonly #ordinalOf = new Map<number, number>();
  #lastCase = 0;
  #messages = 0;
  #rows = 0;
  #outlooks = 0;
  #seen = 0;

  constructor(app: StagedApp, reference: Reference, clock: StillClock) {
    this.#app = app;
    this.#reference = reference;
    this.#clock = clock;
  }

  note(about: string | null, what: string): void {
    this.#notes.push({ at: this.#clock.now(), about, what });
  }

  outcome(): Walked {
    const { disagreement } = this;
    const met = tallyOf(this.#reference);
    return { messages: this.#messages, notices: this.#rows, outlooks: this.#outlooks, met, disagreement };
  }

  /** What is due, to whom, and why it is not sent. */
  async compareOutlooks(): Promise<void> {
    const ordinals = await this.#ordinals();
    const app = new Map(
      eachAddressee(await this.#app.outlooks()).map(({ file, plan, contact, audience, heldBecause }) => {
        const step = plan.due === null ? 'nothing' : `${plan.due.step}/${plan.due.occurrence}`;
        const to = contact.kind === 'found' ? contact.person.memberId : contact.kind;
        const key = `${file.accountId}/${file.userId}/${ordinals.get(file.caseId)}/${audience}`;
        return [key, `${step} ${plan.due === null ? '' : heldBecause} to ${to}`];
      }),
    );
    const reference = new Map(
      this.#reference.outlooks(this.#clock.now()).map(({ file, due, contact, person, viewer, why }) => {
        const step = due === null ? 'nothing' : `${due.step}/${due.occurrence}`;
        const to = person?.memberId ?? (contact.kind === 'could_not_read' ? 'unreadable' : contact.kind);
        return [
          `${file.userKey}/${file.ordinal}/${viewer.audience}`,
          `${step} ${due === null ? '' : why} to ${to}`,
        ];
      }),
    );
    this.#outlooks += app.size;
    await this.#compare('what is due, and why it waits', app, reference);
  }

  /** What arrived since the last time: to whom, when, and which notices it carried. */
  async compareMessages(): Promise<void> {
    const arrived = this.#app.arrived.filter(({ at }) => at === this.#clock.now());
    // One that was changed in the same pass has the first part of its id alone.
    const rows = await this.#app.db
      .selectFrom('notice')
      .selectAll()
      .where('claimedAt', '=', this.#clock.now() as never)
      .execute();
    const ordinals = await this.#ordinals();
    const told = arrived.flatMap(({ deliveryId, to }, index): (readonly [string, string])[] => {
      const notices = rows.filter((row) => partOf(row.deliveryId) === partOf(deliveryId));
      // Admins are told other things beside.
      if (notices.length === 0)
        return to === DEPUTY ? [] : [[`message ${index} to ${to}`, 'carries nothing']];
      return notices.map((row) => [rowKey(row, ordinals), `to ${to}, ${notices.length} together`]);
    });
    const sent = this.#reference.sent.slice(this.#seen);
    this.#seen = this.#reference.sent.length;
    this.#messages += sent.length;
    const expected = sent.flatMap(({ memberId, notices }) =>
      notices.map((key) => [key, `to ${memberId}, ${notices.length} together`] as const),
    );
    await this.#compare('who was told what', counted(told), counted(expected));
  }

  /** The rows of all notices: their state, the reason, and the deadline they told. */
  async compareRows(): Promise<void> {
    if (this.disagreement !== null) return;
    const ordinals = await this.#ordinals();
    const rows = await this.#app.db.selectFrom('notice').selectAll().execute();
    const app = new Map(
      rows.map((row) => {
        const deadline = row.state === 'sent' ? row.deadlineAt : null;
        return [rowKey(row, ordinals), stateLine(row.state, row.cancelReason, deadline)];
      }),
    );
    const reference = new Map(
      [...this.#reference.known.values()].flatMap((known) =>
        [...known.cases, known.outside].flatMap((file) =>
          file.notices.map((one) => [noticeKey(known, file, one), noticeLine(one)] as const),
        ),
      ),
    );
    this.#rows = app.size;
    await this.#compare('the notices', app, reference);
  }

  /** The user's first case is 1. */
  async #ordinals(): Promise<ReadonlyMap<number, number>> {
    const files = await this.#app.db
      .selectFrom('caseFile')
      .select(['caseId', 'accountId', 'userId'])
      .where('caseId', '>', this.#lastCase)
      .orderBy('caseId')
      .execute();
    for (const { caseId, accountId, userId } of files) {
      const ordinal = (this.#casesOf.get(`${accountId}/${userId}`) ?? 0) + 1;
      this.#casesOf.set(`${accountId}/${userId}`, ordinal);
      this.#ordinalOf.set(caseId, ordinal);
      this.#lastCase = caseId;
    }
    return this.#ordinalOf;
  }

  async #compare(what: string, app: Lines, reference: Lines): Promise<void> {
    if (this.disagreement !== null) return;
    const keys = [...new Set([...app.keys(), ...reference.keys()])];
    const key = keys.find((one) => app.get(one) !== reference.get(one));
    if (key === undefined) return;
    const lines = keys
      .filter((one) => app.get(one) !== reference.get(one))
      .slice(0, 5)
      .map(
        (one) =>
          `  ${one}\n    app:       ${app.get(one) ?? '-'}\n    reference: ${reference.get(one) ?? '-'}`,
      );
    const [accountId = '', userId = ''] = key.split('/');
    const timeline = await this.#timeline(`${accountId}/${userId}`);
    this.disagreement = [`${time(this.#clock.now())} ${what}:`, ...lines, ...timeline].join('\n');
  }

  /** What happened to one user, and what both made of it. */
  async #timeline(userKey: string): Promise<readonly string[]> {
    const known = this.#reference.known.get(userKey);
    const people = new Set([
      ...(known?.contact?.split(' ') ?? []),
      ...(known?.cases ?? []).flatMap(({ notices }) => notices.flatMap((one) => one.recipients)),
    ]);
    const notes = this.#notes
      .filter(({ about }) => about === null || about === userKey || people.has(about))
      .slice(-60)
      .map(({ at, about, what }) => `  ${time(at)} ${about ?? ''} ${what}`);
    const [, userId = ''] = userKey.split('/');
    const rows = await this.#app.db
      .selectFrom('notice')
      .selectAll()
      .where('userId', '=', userId as never)
      .orderBy('plannedAt')
      .execute();
    const files = await this.#app.db
      .selectFrom('caseFile')
      .selectAll()
      .where('userId', '=', userId as never)
      .execute();
    const theirs = [...(known?.cases ?? []), ...(known === undefined ? [] : [known.outside])].map(
      ({ notices, ...file }) => [
        `  ${JSON.stringify(file)}`,
        ...notices.map(
          (one) => `    ${one.step}/${one.audience}/${one.occurrence} ${time(one.at)} ${noticeLine(one)}`,
        ),
      ],
    );
    return [
      `What happened to ${userKey}:`,
      ...notes,
      'The app:',
      ...files.map((file) => `  ${JSON.stringify(file)}`),
      ...rows.map(
        (row) =>
          `    ${row.step}/${row.audience}/${row.occurrence} ${time(row.claimedAt ?? row.plannedAt)} ${stateLine(row.state, row.cancelReason, row.deadlineAt)}`,
      ),
      'The reference:',
      ...theirs.flat(),
      `  ${JSON.stringify({ leaves: known?.leaves, exemptions: known?.exemptions })}`,
      `  ${JSON.stringify({ ...known?.word, denied: [...(known?.word.denied ?? [])] })}`,
    ];
  }
}

const partOf = (deliveryId: string | null) => deliveryId?.split(':')[0];

/** How often the walk met with what is rare. */
function tallyOf({ known }: Reference): Walked['met'] {
  const users = [...known.values()];
  const notices = users.flatMap(({ cases, outside }) => [...cases, outside].flatMap((one) => one.notices));
  const sent = notices.filter(({ state }) => state === 'sent');
  const exemptions = users.flatMap((one) => one.exemptions);
  const count = <Item>(items: readonly Item[], is: (item: Item) => boolean) => items.filter(is).length;
  return {
    exemptions: count(
      exemptions,
      ({ state, kind }) => kind === 'reasoned' && ['active', 'over'].includes(state),
    ),
    declined: count(exemptions, ({ state }) => state === 'declined'),
    lapsed: count(exemptions, ({ state }) => state === 'lapsed'),
    'lost phones': count(exemptions, ({ kind }) => kind === 'lost_phone'),
    'warnings after an exemption': count(sent, ({ again }) => again === 'exemption_ended'),
    'told of the end of an exemption': count(sent, ({ step }) => step === 'exemption_expiring'),
    'leaves by oneself': count(
      users.flatMap((one) => one.leaves),
      ({ by }) => by === 'own',
    ),
    'by a status': count(
      users.flatMap((one) => one.leaves),
      ({ by }) => by === 'status',
    ),
    'by an admin': count(
      users.flatMap((one) => one.leaves),
      ({ by }) => by === 'admin',
    ),
    'not me': users.reduce((sum, { word }) => sum + word.denied.size, 0),
    'notices to owners': count(sent, ({ audience }) => audience === 'owner'),
    'to further sharers': count(sent, ({ audience }) => audience.startsWith('person:')),
    'days given back': users.reduce(
      (sum, { cases }) => sum + cases.reduce((days, one) => days + one.shiftDays, 0),
      0,
    ),
  };
}

const time = (at: number | null) => (at === null ? '-' : new Date(at).toISOString().slice(0, 16));

function stateLine(state: string, because: string | null, deadlineAt: number | null): string {
  return [state, because ?? '', deadlineAt === null ? '' : `by ${time(deadlineAt)}`].join(' ').trimEnd();
}

function noticeLine({ state, because, deadlineAt }: Notice): string {
  return stateLine(state, because, state === 'sent' ? deadlineAt : null);
}

/** Of the same thing said twice, the second has a key of its own. */
function counted(lines: readonly (readonly [string, string])[]): Lines {
  const told = new Map<string, string>();
  for (const [key, line] of lines) told.set(told.has(key) ? `${key} again` : key, line);
  return told;
}

function rowKey(
  row: {
    readonly accountId: string;
    readonly userId: string;
    readonly caseId: number;
    readonly step: string;
    readonly audience: string;
    readonly occurrence: number;
  },
  ordinals: ReadonlyMap<number, number>,
): string {
  const { accountId, userId, caseId, step, audience, occurrence } = row;
  return [accountId, userId, ordinals.get(caseId) ?? 0, step, audience, occurrence].join('/');
}
