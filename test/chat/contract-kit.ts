import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatProvider, ChatRequest } from '../../src/chat/chat.ts';
import { DeliveryError } from '../../src/chat/delivery-error.ts';
import type { EpochMs } from '../../src/domain/clock.ts';
import { type Block, link, type Message, person } from '../../src/domain/message.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

/** A message as a person sees it. */
export interface SeenMessage {
  /** All words in it, and what a notification shows. */
  readonly words: string;
  /** Member ids it mentions. */
  readonly mentions: readonly string[];
  /** Whether it calls everybody. */
  readonly broadcasts: boolean;
  /** Addresses that can be clicked. */
  readonly links: readonly string[];
}

export type SendFault =
  | 'rate_limited'
  /** Delivered, and the sender does not learn of it. */
  | 'delivered_then_reset'
  | 'delivered_then_500'
  | 'delivered_then_cut_off'
  | 'delivered_then_html'
  | 'delivered_then_silence'
  /** Not delivered, and the sender cannot know. */
  | 'reset';

/** A sandbox with a provider that uses it, and what the kit asks of both. */
export interface ChatDriver {
  readonly provider: ChatProvider;
  readonly secrets: readonly string[];
  readonly now: () => EpochMs;
  /** How long the provider waited on its clock so far. */
  readonly waitedMs: () => number;
  readonly people: {
    /** Reachable, under this address. */
    readonly ann: { readonly memberId: string; readonly email: string };
    readonly deactivated: string;
    readonly unknown: string;
  };
  readonly channels: { readonly withBot: string; readonly withoutBot: string };
  /** Whether the chat can be asked if a message arrived. */
  readonly canBeAsked: boolean;
  readonly canMention: boolean;
  seenBy(memberId: string): readonly SeenMessage[];
  seenIn(channelId: string): readonly SeenMessage[];
  /** Strikes the next message, once. */
  strikeNextSend(fault: SendFault): void;
  /** From now on the chat refuses the credentials. */
  revokeCredentials(): void;
  /** Types a command in the direct message with the bot; resolves once it is acknowledged. */
  type(memberId: string, words: string): Promise<{ answers(count: number): Promise<readonly SeenMessage[]> }>;
  /** Everything the provider logged. */
  logged(): string;
  stop(): Promise<void>;
}

const LATE_MS = 120_000;
const inTime = (): AbortSignal => AbortSignal.timeout(LATE_MS);

export function message(blocks: readonly Block[], summary = 'Enrol an MFA device'): Message {
  return { language: 'en', summary, blocks };
}

const HELLO = message([{ kind: 'paragraph', text: ['Hello, please enrol.'] }]);
const CHANGED = message([{ kind: 'paragraph', text: ['Thank you, enrolled.'] }]);

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

/** What `ChatProvider` promises, for every provider. */
export function describeChatContract(name: string, startDriver: () => Promise<ChatDriver>): void {
  describe(`${name}: chat contract`, () => {
    let driver: ChatDriver;
    beforeEach(async () => {
      driver = await startDriver();
    });
    afterEach(() => driver.stop());

    const send = (what: Message, deliveryId = 'delivery-1', signal = inTime()) =>
      driver.provider.messenger.sendToPerson(driver.people.ann.memberId, what, deliveryId, signal);
    const annSees = () => driver.seenBy(driver.people.ann.memberId);

    describe('messages to a person', () => {
      test('one call is one message, which is changed later where the chat can', async () => {
        const reference = await send(HELLO);
        expect(annSees().map(({ words }) => words)).toEqual([expect.stringContaining('please enrol')]);
        const outcome = await driver.provider.messenger.update(
          { ...reference, deliveryId: 'delivery-1' },
          CHANGED,
          inTime(),
        );
        const [now = ''] = annSees().map(({ words }) => words);
        expect(annSees()).toHaveLength(1);
        expect(now.includes('Thank you')).toBe(outcome === 'updated');
        expect(now.includes('please enrol')).toBe(outcome === 'unsupported');
      });

      test.each(['deactivated', 'unknown'] as const)('%s: told apart as the recipient', async (who) => {
        const memberId = driver.people[who];
        const { messenger } = driver.provider;
        const error = await failureOf(messenger.sendToPerson(memberId, HELLO, 'delivery-1', inTime()));
        expect(error).toMatchObject({ reason: 'recipient' });
        expect(driver.seenBy(memberId)).toEqual([]);
      });

      test('rate limited: not sent, with the time to wait', async () => {
        driver.strikeNextSend('rate_limited');
        const error = await failureOf(send(HELLO));
        expect(error).toMatchObject({ reason: 'rate_limited' });
        expect(error.retryAfterMs).toBeGreaterThan(0);
        expect(annSees()).toEqual([]);
        await send(HELLO);
        expect(annSees()).toHaveLength(1);
      });

      test.each([
        'delivered_then_reset',
        'delivered_then_500',
        'delivered_then_cut_off',
        'delivered_then_html',
      ] as const)('%s: ambiguous, never repeated, and found if the chat can be asked', async (fault) => {
        driver.strikeNextSend(fault);
        const attemptedAt = driver.now();
        expect(await failureOf(send(HELLO))).toMatchObject({ reason: 'ambiguous' });
        expect(annSees()).toHaveLength(1);
        await expectEvidence({ deliveryId: 'delivery-1', attemptedAt }, 'delivered');
      });

      test('no answer: ambiguous once it is waited for no longer', async () => {
        driver.strikeNextSend('delivered_then_silence');
        const attemptedAt = driver.now();
        const error = await failureOf(send(HELLO, 'delivery-1', AbortSignal.timeout(3000)));
        expect(error).toMatchObject({ reason: 'ambiguous' });
        expect(annSees()).toHaveLength(1);
        await expectEvidence({ deliveryId: 'delivery-1', attemptedAt }, 'delivered');
      });

      test('lost on the way: ambiguous, and absent only after two looks ten seconds apart', async () => {
        driver.strikeNextSend('reset');
        const attemptedAt = driver.now();
        expect(await failureOf(send(HELLO))).toMatchObject({ reason: 'ambiguous' });
        const waitedBeforeMs = driver.waitedMs();
        await expectEvidence({ deliveryId: 'delivery-1', attemptedAt }, 'absent');
        if (driver.canBeAsked) expect(driver.waitedMs() - waitedBeforeMs).toBeGreaterThanOrEqual(10_000);
      });

      test('the message of another delivery is no evidence', async () => {
        const attemptedAt = driver.now();
        await send(HELLO, 'delivery-1');
        await expectEvidence({ deliveryId: 'delivery-2', attemptedAt }, 'absent');
      });

      test('what was written to somebody is told, where the chat can be asked', async () => {
        const { messenger } = driver.provider;
        await send(HELLO, 'delivery-1');
        const past = await messenger.deliveriesTo(driver.people.ann.memberId, 0, inTime());
        const read = { kind: 'read', deliveries: [{ deliveryId: 'delivery-1' }] };
        expect(past).toMatchObject(driver.canBeAsked ? read : { kind: 'cannot_ask' });
      });

      test('stopped before the request: not sent, and to be sent again', async () => {
        const error = await failureOf(send(HELLO, 'delivery-1', AbortSignal.abort()));
        expect(error).toMatchObject({ reason: 'unavailable' });
        expect(annSees()).toEqual([]);
      });

      async function expectEvidence(
        attempt: { readonly deliveryId: string; readonly attemptedAt: EpochMs },
        kind: 'delivered' | 'absent',
      ): Promise<void> {
        const { messenger } = driver.provider;
        const evidence = await messenger.findDelivered(driver.people.ann.memberId, attempt, inTime());
        expect(evidence.kind).toBe(driver.canBeAsked ? kind : 'cannot_ask');
        if (evidence.kind !== 'delivered') return;
        await messenger.update({ ...evidence.reference, deliveryId: 'delivery-1' }, CHANGED, inTime());
        expect(annSees()[0]?.words).toContain('Thank you');
      }
    });

    describe('messages to a channel', () => {
      test('one call is one message', async () => {
        const { withBot } = driver.channels;
        const options = { deliveryId: 'delivery-1', signal: inTime() };
        await driver.provider.messenger.sendToChannel(withBot, HELLO, options);
        expect(driver.seenIn(withBot).map(({ words }) => words)).toEqual([
          expect.stringContaining('please enrol'),
        ]);
      });

      test('a channel without the bot: nothing is sent there until an administrator acts', async () => {
        const options = { deliveryId: 'delivery-1', signal: inTime() };
        const sending = driver.provider.messenger.sendToChannel(driver.channels.withoutBot, HELLO, options);
        expect(await failureOf(sending)).toMatchObject({ reason: 'channel' });
      });
    });

    describe('what a message can do', () => {
      test.each(HOSTILE_TEXTS)('$name is only ever a text', async ({ text }) => {
        await send(message(everywhere(text), text));
        const [seen] = annSees();
        expect(annSees()).toHaveLength(1);
        expect(seen).toMatchObject({ mentions: [], broadcasts: false, links: [] });
      });

      test('only what is meant as a link can be clicked, and only to the web', async () => {
        const blocks: Block[] = [
          { kind: 'paragraph', text: [link('the console', 'https://signin.example/login')] },
          {
            kind: 'note',
            text: [link('run this', 'javascript:alert(1)'), link('or this', 'data:text/html,x')],
          },
        ];
        await send(message(blocks));
        expect(annSees()[0]?.links).toEqual(['https://signin.example/login']);
        expect(annSees()[0]?.words).toContain('run this');
      });

      test('only a person in the text is mentioned', async () => {
        const { memberId } = driver.people.ann;
        await send(message([{ kind: 'paragraph', text: ['By ', person(memberId)] }]));
        expect(annSees()[0]?.mentions).toEqual(driver.canMention ? [memberId] : []);
      });

      test('far too much text is cut, not refused', async () => {
        const items = Array.from({ length: 500 }, (_, index) => [`user-${index} ${'x'.repeat(100)}`]);
        const rows = items.map(([name = '']) => [name, 'no device']);
        await send(
          message([
            { kind: 'heading', text: 'h'.repeat(1000) },
            { kind: 'bullets', items },
            { kind: 'table', columns: ['User', 'Finding'], rows },
            ...Array.from({ length: 80 }, (): Block => ({ kind: 'paragraph', text: ['y'.repeat(500)] })),
            { kind: 'buttons', buttons: [{ label: 'Confirm', command: 'confirm ABC' }] },
          ]),
        );
        expect(annSees()).toHaveLength(1);
        expect(annSees()[0]?.words).toContain('user-0');
        expect(annSees()[0]?.words).toMatch(/… and \d+ more/);
      });
    });

    describe('people', () => {
      test('are found by id and by address in any case', async () => {
        const { ann, unknown, deactivated } = driver.people;
        const { directory } = driver.provider;
        const found = { kind: 'found', person: expect.objectContaining({ memberId: ann.memberId }) };
        expect(await directory.byMemberId(ann.memberId, inTime())).toEqual(found);
        expect(await directory.byEmail(ann.email.toUpperCase(), inTime())).toEqual(found);
        expect(await directory.byMemberId(unknown, inTime())).toEqual({ kind: 'none' });
        expect(['deactivated', 'not_joined']).toContain(
          (await directory.byMemberId(deactivated, inTime())).kind,
        );
        expect(await directory.byEmail('nobody@corp.example', inTime())).toEqual({ kind: 'none' });
        expect(await directory.managerOf(unknown, inTime())).toEqual({ kind: 'none' });
        const everybody = (await directory.everybody(inTime())).map(({ memberId }) => memberId);
        expect(everybody).toContain(ann.memberId);
        expect(everybody).not.toContain(deactivated);
      });

      test('who cannot be looked up is not said to be nobody', async () => {
        driver.revokeCredentials();
        const { directory } = driver.provider;
        const unreadable = { kind: 'unreadable', code: expect.any(String), reason: 'configuration' };
        expect(await directory.byMemberId(driver.people.ann.memberId, inTime())).toEqual(unreadable);
        expect(await directory.byEmail(driver.people.ann.email, inTime())).toEqual(unreadable);
        expect(await directory.everybody(inTime())).toEqual([]);
      });
    });

    describe('commands', () => {
      test('arrive with who, where and what, and are answered to that person alone', async () => {
        const requests: ChatRequest[] = [];
        await driver.provider.commandSource.start(async (request) => {
          requests.push(request);
          await request.reply(HELLO);
        });
        expect(driver.provider.commandSource.connection().kind).toBe('connected');
        const typed = await driver.type(driver.people.ann.memberId, '  status overdue ');
        expect((await typed.answers(1))[0]?.words).toContain('please enrol');
        expect(requests).toMatchObject([
          {
            chat: driver.provider.chat,
            actor: { memberId: driver.people.ann.memberId },
            conversation: { kind: 'direct' },
            place: 'private',
            words: 'status overdue',
            origin: 'typed',
          },
        ]);
      });

      test('stopping waits for the running handler, and no longer than it may', async () => {
        const { commandSource } = driver.provider;
        const begun = Promise.withResolvers<void>();
        const end = Promise.withResolvers<void>();
        await commandSource.start(async () => {
          begun.resolve();
          await end.promise;
        });
        await driver.type(driver.people.ann.memberId, 'audit');
        await begun.promise;
        let isStopped = false;
        const stopping = commandSource.stop(inTime()).then(() => {
          isStopped = true;
        });
        await commandSource.stop(AbortSignal.timeout(200));
        expect(isStopped).toBe(false);
        end.resolve();
        await stopping;
        expect(commandSource.connection().kind).toBe('not_connected');
      });
    });

    describe('credentials', () => {
      test('when refused, stop everything and are not in any error or log line', async () => {
        const { messenger, commandSource } = driver.provider;
        driver.revokeCredentials();
        const errors = [
          await failureOf(send(HELLO)),
          await failureOf(
            messenger.sendToChannel(driver.channels.withBot, HELLO, { deliveryId: 'd', signal: inTime() }),
          ),
          await failureOf(commandSource.start(async () => {})),
        ];
        expect(errors.map(({ reason }) => reason)).toEqual(errors.map(() => 'configuration'));
        const written = [driver.logged(), ...errors.map((error) => inspect(error, { depth: null }))].join();
        for (const secret of driver.secrets) expect(written).not.toContain(secret);
      });

      test('are not in what is shown of the provider or of a network failure', async () => {
        driver.strikeNextSend('delivered_then_reset');
        const error = await failureOf(send(HELLO));
        const written = inspect([error, driver.provider], { depth: null, showHidden: true });
        for (const secret of driver.secrets) expect(written).not.toContain(secret);
      });
    });
  });
}

/** The same text wherever a message can have data. */
function everywhere(text: string): Block[] {
  return [
    { kind: 'heading', text },
    { kind: 'paragraph', text: [text, ' ', { kind: 'bold', text }, ' ', { kind: 'code', text }] },
    { kind: 'paragraph', text: [person(text), ' ', link(text, `javascript:${text}`)] },
    { kind: 'bullets', items: [[text], [{ kind: 'bold', text }]] },
    { kind: 'steps', items: [[text], [{ kind: 'code', text }]] },
    { kind: 'facts', rows: [[text, [text, { kind: 'code', text }, person(text)]]] },
    { kind: 'table', columns: [text, 'x'], rows: [[text, text]] },
    { kind: 'chart', title: text, series: text, points: [{ label: text, value: 1 }] },
    { kind: 'note', text: [text, ' ', { kind: 'bold', text }, ' ', { kind: 'code', text }] },
    { kind: 'buttons', buttons: [{ label: text, command: `status ${text}` }] },
  ];
}
