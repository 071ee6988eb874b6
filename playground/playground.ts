import { type Stage, setStage } from '../demo/stage.ts';
import type { Act, Outcome } from './acts.ts';
import { readBot } from './bot.ts';
import { carryOut } from './carry-out.ts';
import { FaultBoard } from './fault-board.ts';
import type { View } from './view.ts';
import { viewOfStage } from './view-of-stage.ts';
import { startWebServer } from './web/web-server.ts';

export { PortTakenError } from './web/web-server.ts';

export interface Playground {
  /** With the secret of this run. */
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws {PortTakenError} */
export async function startPlayground(port: number): Promise<Playground> {
  const theatre = await Theatre.open();
  try {
    const server = await startWebServer(theatre, port);
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await theatre.close();
      },
    };
  } catch (error) {
    await theatre.close();
    throw error;
  }
}

/** The stage and what is done on it, one act after the other, as in one person's day. */
class Theatre {
  readonly #botName = readBot().name;
  #stage: Stage;
  #faults: FaultBoard;
  /** How many there have been. */
  #stages = 1;
  #busy: Act['kind'] | null = null;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(stage: Stage) {
    this.#stage = stage;
    this.#faults = new FaultBoard(stage);
  }

  static async open(): Promise<Theatre> {
    return new Theatre(await firstMorning());
  }

  get view(): View {
    return viewOfStage(this.#stage, {
      stage: this.#stages,
      busy: this.#busy,
      faults: this.#faults.state,
      botName: this.#botName,
    });
  }

  /** Nothing on the stage changes without somebody asking one of its servers, or time passing. */
  get revision(): string {
    const { alibaba, slack, dingtalk, clock } = this.#stage;
    const counts = [alibaba.requests.entries, slack.requests, dingtalk.requests].map(({ length }) => length);
    return `${this.#busy} ${clock.now()} ${counts.join(' ')}`;
  }

  perform(act: Act): Promise<Outcome> {
    const performed = this.#last.then(() => this.#performNow(act));
    this.#last = performed.catch(() => undefined);
    return performed;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#stage.stop();
  }

  async #performNow(act: Act): Promise<Outcome> {
    this.#busy = act.kind;
    try {
      if (act.kind !== 'start_over') return await carryOut(act, this.#stage, this.#faults);
      await this.#startOver();
      return { kind: 'done' };
    } finally {
      this.#busy = null;
    }
  }

  async #startOver(): Promise<void> {
    const old = this.#stage;
    this.#stage = await firstMorning();
    this.#faults = new FaultBoard(this.#stage);
    this.#stages += 1;
    await old.stop();
  }
}

/** Both chats, before anybody was written to: the first audit is done and its digest posted. */
async function firstMorning(): Promise<Stage> {
  const stage = await setStage({ chats: ['slack', 'dingtalk'] });
  await stage.advanceTo(stage.clock.now());
  return stage;
}
