import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Log } from '../log.ts';
import { DatabaseError } from './database-error.ts';
import type { ServerPlace } from './database-place.ts';
import { answerWithin, connectTo, giveUp, serverProblem } from './postgres.ts';
import { DatabaseInUseError, type ProcessLock, type Waiting } from './process-lock.ts';

/** How often it is asked whether the turn has come, and later whether the lock is still held. */
const ASK_EVERY_MS = 500;
const ASK_SOON_MS = 50;
/** Without an answer for this long nothing is sent any more … */
const RELIED_UPON_MS = 4000;
/** … and some time later the server itself ends the session, even where its end never reaches it: another takes over. */
const SERVER_WAITS_MS = 6000;

/** Ours among whatever else takes advisory locks in that database; beside it the schema, where our tables are. */
const LOCK_CLASS = 0x6d6661;
const ROLES = ['active', 'next', 'leaving', 'prepared'] as const;
/**
 * `active`: who sends · `next`: who waits at the head of the queue · `leaving`: held by the active one that hands over ·
 * `prepared`: held by the next one that could begin at once
 */
type LockRole = (typeof ROLES)[number];

/** The number of a lock; in `pg_locks` it is shown without its sign. */
const keyOf = (role: LockRole) => `hashtext(current_schema() || '/${role}')`;
const take = (role: LockRole) => `pg_try_advisory_lock(${LOCK_CLASS}, ${keyOf(role)})`;
const held = (role: LockRole) => `locktype = 'advisory' and granted and classid = ${LOCK_CLASS}
  and objid = (${keyOf(role)}::bigint & 4294967295)::oid
  and database = (select oid from pg_database where datname = current_database())`;
const isHeld = (role: LockRole) => `exists (select from pg_locks where ${held(role)})`;
// A pooler that hands each statement to another session shows here: that session holds nothing.
const STILL_ACTIVE = `exists (select from pg_locks where ${held('active')} and pid = pg_backend_pid())`;
const HOLDER = `select application_name as name, client_addr as address
  from pg_locks join pg_stat_activity using (pid) where ${held('active')}`;

/** A session advisory lock on a connection of its own. */
export class ServerLock implements ProcessLock {
  readonly canBeWaitedFor = true;
  readonly #place: ServerPlace;
  readonly #startedAt: Date;
  readonly #log: Log;
  readonly #lost = new AbortController();
  #client: Client | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #isAway = false;
  #isNext = false;
  #waiting: Waiting | null = null;
  #hasBegunToPrepare = false;
  #isPrepared = false;

  constructor(place: ServerPlace, by: { readonly startedAt: Date; readonly log: Log }) {
    this.#place = place;
    this.#startedAt = by.startedAt;
    this.#log = by.log;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async take(): Promise<void> {
    if (await this.#tryToTake()) return;
    const holder = await this.holder();
    await this.release();
    throw new DatabaseInUseError(holder ?? 'unknown (it has just ended: try again)');
  }

  async takeTurn(signal: AbortSignal, waiting: Waiting | null = null): Promise<void> {
    this.#waiting = waiting;
    for (let attempt = 1; !(await this.#tryInTurn(attempt)); attempt += 1) {
      if (attempt === 1) this.#log.waitingForTurn();
      await delay(this.#isPrepared ? ASK_SOON_MS : ASK_EVERY_MS, undefined, { signal });
    }
    this.#log.turnTaken();
  }

  async handOver(signal: AbortSignal): Promise<void> {
    const client = this.#client;
    if (client === null || this.#heartbeat === null || this.lost.aborted) return;
    try {
      if (!(await says(client, isHeld('next')))) return;
      await says(client, take('leaving'));
      while (!signal.aborted && !(await says(client, isHeld('prepared')))) await delay(ASK_SOON_MS);
    } catch {
      // The server is gone, and with it whom to hand over to.
    }
  }

  async holder(): Promise<string | null> {
    const client = await connectTo(this.#place);
    try {
      const { rows } = await answerWithin(RELIED_UPON_MS, client, HOLDER);
      return rows[0] === undefined ? null : holderLine(rows[0]);
    } finally {
      void giveUp(client);
    }
  }

  async release(): Promise<void> {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    const client = this.#client;
    this.#client = null;
    this.#isNext = false;
    if (client !== null) await Promise.race([giveUp(client), delay(ASK_EVERY_MS)]);
  }

  /** What a server refuses at the very first is set up wrong; later it is taken for away, since it may be mended there. */
  async #tryInTurn(attempt: number): Promise<boolean> {
    try {
      const isTaken = await this.#tryAtHead();
      if (this.#isAway) this.#answers(isTaken);
      return isTaken;
    } catch (error) {
      const problem = serverProblem(error, this.#place);
      if (problem.reason === 'refused' && attempt === 1) throw problem;
      if (!this.#isAway) this.#log.databaseAway({ error: problem });
      this.#isAway = true;
      this.#waiting?.away(problem);
      await this.release();
      return false;
    }
  }

  #answers(isOurTurn: boolean): void {
    this.#isAway = false;
    this.#log.databaseAnswers();
    this.#waiting?.answers(isOurTurn);
  }

  async #connected(): Promise<Client> {
    this.#client ??= await connectTo(this.#place, {
      name: sessionName(this.#startedAt),
      settings: { idle_session_timeout: SERVER_WAITS_MS },
    });
    return this.#client;
  }

  async #tryToTake(): Promise<boolean> {
    const client = await this.#connected();
    const isTaken = await says(client, take('active'));
    if (isTaken) this.#watch(client);
    return isTaken;
  }

  /** Only the head of the queue tries: whoever was prepared is whoever takes over. */
  async #tryAtHead(): Promise<boolean> {
    const client = await this.#connected();
    this.#isNext ||= await says(client, take('next'));
    if (!this.#isNext) return false;
    if (await this.#tryToTake()) {
      await this.#leaveQueue(client);
      return true;
    }
    if (await says(client, isHeld('leaving'))) await this.#beginToPrepare(client);
    return false;
  }

  /** In the background: the turn may come before it has ended. */
  async #beginToPrepare(client: Client): Promise<void> {
    if (this.#waiting === null || this.#hasBegunToPrepare) return;
    this.#hasBegunToPrepare = true;
    const prepared = this.#waiting.prepare().then(() => says(client, take('prepared')));
    // Who could not prepare begins like one that nobody has handed over to.
    prepared.then(
      () => {
        this.#isPrepared = true;
      },
      () => undefined,
    );
  }

  async #leaveQueue(client: Client): Promise<void> {
    for (const role of ['next', 'prepared'] as const)
      await answerWithin(RELIED_UPON_MS, client, `select pg_advisory_unlock(${LOCK_CLASS}, ${keyOf(role)})`);
  }

  #watch(client: Client): void {
    let heldAt = performance.now();
    let isAsking = false;
    const ask = async () => {
      const askedAt = performance.now();
      if (await says(client, STILL_ACTIVE)) heldAt = askedAt;
      else this.#lose();
    };
    client.once('end', () => this.#lose());
    this.#heartbeat = setInterval(() => {
      if (performance.now() - heldAt >= RELIED_UPON_MS) return this.#lose();
      if (isAsking) return;
      isAsking = true;
      ask()
        .catch(() => this.#lose())
        .finally(() => {
          isAsking = false;
        });
    }, ASK_EVERY_MS);
  }

  #lose(): void {
    if (this.#client === null || this.#lost.signal.aborted) return;
    this.#log.turnLost();
    this.#lost.abort(new DatabaseError('away', 'The lock on the database is lost'));
    void this.release();
  }
}

async function says(client: Client, question: string): Promise<boolean> {
  const { rows } = await answerWithin(RELIED_UPON_MS, client, `select ${question} as yes`);
  return rows[0]?.yes === true;
}

/** What an administrator of the database sees as well; the server keeps 63 characters. */
function sessionName(startedAt: Date): string {
  const started = startedAt.toISOString().replace(/[.]\d+/, '');
  return ['ram-mfa-bot', hostname().slice(0, 20), process.pid, started].join('/');
}

function holderLine({ name, address }: Record<string, unknown>): string {
  const [, host, pid, started] = String(name ?? '').split('/');
  return started === undefined
    ? `a session from ${address ?? 'this machine'}`
    : `host ${host}, pid ${pid}, started ${started}`;
}
