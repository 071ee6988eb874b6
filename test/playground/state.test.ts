import { describe, expect, test } from 'vitest';
import type { Act } from '../../playground/acts.ts';
import { drawPage } from '../../playground/page/page.ts';
import {
  asPersona,
  beforeAct,
  firstState,
  isPersona,
  type PageState,
  seatedAt,
  unreadIn,
  withOutcome,
  withView,
} from '../../playground/page/state.ts';
import { stepsTaken } from '../../playground/page/walk.ts';
import { WORDS } from '../../playground/page/words/languages.ts';
import type { View } from '../../playground/view.ts';
import { elementsOf, press, textIn } from './drawn.ts';
import { dingtalkMessage, START_MS, slackMessage, view } from './sample-view.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const MOVE: Act = { kind: 'move_clock', move: 'next_hour' };
const begun = (): PageState => firstState(view(), 'en');
const newsIn = ({ news }: PageState) => news.map(({ name, count, summary }) => [name, count, summary]);

describe('what the bot wrote', () => {
  test('is news where nobody looks, and counted until somebody does', () => {
    const first = withView(beforeAct(begun(), MOVE), view({ jane: [slackMessage(1, 'one')] }));
    const second = withView(
      first,
      view({
        jane: [slackMessage(1, 'one'), slackMessage(2, 'two')],
        wangfang: [dingtalkMessage('m', '三')],
      }),
    );
    expect(newsIn(second)).toEqual([
      ['Jane Doe', 2, 'two'],
      ['王芳', 1, '三'],
    ]);
    const looked = seatedAt(second, 'slack', { id: 'U0JANE', place: 'direct' });
    expect(newsIn(looked)).toEqual([['王芳', 1, '三']]);
    expect(newsIn(beforeAct(looked, MOVE))).toEqual([]);
  });

  test('is no news where somebody looks, but told to whoever cannot see it', () => {
    const state = withView(beforeAct(begun(), MOVE), view({ security: [slackMessage(1, 'MFA report')] }));
    expect([newsIn(state), state.announcement]).toEqual([[], 'MFA report']);
  });

  test('for somebody alone in a channel is told to whoever sits there as that somebody', () => {
    const answer = slackMessage(1, 'only for Alex', { channel: 'C0', ephemeralTo: 'U0ADMIN' });
    const now = view();
    const people = now.slack.people.map((one) => (one.id === 'U0ADMIN' ? { ...one, asides: [answer] } : one));
    const state = withView(begun(), { ...now, slack: { ...now.slack, people } });
    expect([state.announcement, state.hasWritten, state.news]).toEqual(['only for Alex', false, []]);
  });

  test('as an answer is no news', () => {
    const answer = slackMessage(1, 'answer', { ephemeralTo: 'U0JANE' });
    expect(newsIn(withView(beforeAct(begun(), MOVE), view({ jane: [answer] })))).toEqual([]);
  });

  test('before the page was opened is unread, and no news', () => {
    const state = firstState(
      view({ jane: [slackMessage(1, 'one')], security: [slackMessage(2, 'x')] }),
      'en',
    );
    expect(state.news).toEqual([]);
    expect(unreadIn(state, 'slack', { id: 'U0JANE', place: 'direct' })).toBe(1);
    expect(unreadIn(state, 'slack', { id: 'U0ADMIN', place: 'C0' })).toBe(0);
  });

  test('on a stage that was left is forgotten', () => {
    const said = { jane: [slackMessage(1, 'one')] };
    const jane = { id: 'U0JANE', place: 'direct' };
    const looked = seatedAt(withView(begun(), view(said)), 'slack', jane);
    const away = seatedAt(looked, 'slack', { id: 'U0ADMIN', place: 'C0' });
    const anew = withView(away, view(said, { stage: 2 }));
    expect([unreadIn(away, 'slack', jane), unreadIn(anew, 'slack', jane), anew.news]).toEqual([0, 1, []]);
  });
});

describe('whoever one is', () => {
  test('one is in both chats and in the console', () => {
    const state = asPersona(begun(), 'nudged');
    expect(state.seats).toEqual({
      slack: { id: 'U0JANE', place: 'direct' },
      dingtalk: { id: 'wangfang', place: 'direct' },
    });
    expect(state.ramUser).toEqual({ accountId: '1', userName: 'jane.doe' });
    expect([isPersona(state, 'nudged'), isPersona(state, 'admin')]).toEqual([true, false]);
  });

  test('where a chat has no such person, one stays who one is there, and looks at the other', () => {
    const state = asPersona(begun(), 'manager');
    expect(state.seats.slack).toEqual(begun().seats.slack);
    expect(state.pane).toBe('dingtalk');
  });
});

describe('the guide', () => {
  const taken = (now: View, hasRead = false) => [...stepsTaken(now, hasRead)];

  test('ticks off what is so', () => {
    expect(taken(view())).toEqual([]);
    const late = {
      clock: { at: START_MS + 15 * DAY_MS, timeZone: 'UTC' },
      progress: { startedAt: START_MS, enforcements: 1 },
    };
    const [account] = view().accounts;
    const users = account?.users.map((user) => ({ ...user, devices: ['virtual' as const] })) ?? [];
    const accounts = [{ accountId: '1', alias: 'corp', users }];
    expect(taken(view({}, { ...late, accounts }), true)).toEqual([
      'start',
      'read',
      'enrol',
      'remind',
      'overdue',
      'enforce',
    ]);
    // On the day of the deadline nobody is overdue yet.
    expect(
      taken(view({}, { ...late, clock: { ...late.clock, at: START_MS + 14.25 * DAY_MS } })),
    ).not.toContain('overdue');
  });
});

describe('the page', () => {
  const done: string[] = [];
  const hands = new Proxy({} as Parameters<typeof drawPage>[1], {
    get: (_, name) => (what: unknown) =>
      void done.push(`${String(name)} ${JSON.stringify(what) ?? ''}`.trim()),
  });
  const buttonsOf = (state: PageState) => elementsOf(drawPage(state, hands), 'button');
  const button = (state: PageState, label: string) => buttonsOf(state).find((one) => textIn(one) === label);

  test.each(['en', 'zh'] as const)('says everything in %s', (language) => {
    const words = WORDS[language];
    const shown = textIn(drawPage({ ...begun(), language }, hands));
    for (const sentence of [
      words.title,
      words.whatThisIs,
      words.walk.title,
      words.console.title,
      ...Object.values(words.personas),
    ])
      expect(shown).toContain(sentence);
  });

  test('a button with words is the words to a screen reader, and one without has a label', () => {
    for (const one of buttonsOf(begun())) {
      expect(textIn(one).trim().length + String(one.props['aria-label'] ?? '').length).toBeGreaterThan(0);
    }
    for (const kind of ['input', 'select']) {
      for (const one of elementsOf(drawPage(begun(), hands), kind)) expect(one.props.name).toBeDefined();
    }
  });

  test('time moves once at a time', () => {
    done.length = 0;
    const busy = { ...begun(), view: view({}, { busy: 'move_clock' }) };
    press(button(busy, WORDS.en.moves.next_hour));
    press(button(begun(), WORDS.en.moves.next_hour));
    expect(done).toEqual(['act {"kind":"move_clock","move":"next_hour"}']);
  });

  test.each([
    [
      { kind: 'slack_failed', code: 'operation_timeout' },
      'Slack says: /mfa failed with the error “operation_timeout”.',
    ],
    [{ kind: 'nothing_due', because: 'not_started' }, WORDS.en.outcomes.not_started],
    [{ kind: 'not_heard' }, WORDS.en.outcomes.not_heard],
  ] as const)('tells what came of it: %j', (outcome, sentence) => {
    const drawing = drawPage(withOutcome(begun(), outcome), hands);
    const status = elementsOf(drawing, 'p').filter(({ props }) => props.role === 'status');
    expect(status.map(textIn)).toContain(sentence);
  });

  test('time that passed without a word is told as that', () => {
    const moved = withOutcome(beforeAct(begun(), MOVE), { kind: 'done' });
    expect(textIn(drawPage(moved, hands))).toContain(WORDS.en.nothingNew);
    const written = withView(moved, view({ jane: [slackMessage(1, 'one')] }));
    expect(textIn(drawPage(written, hands))).not.toContain(WORDS.en.nothingNew);
    const here = withView(moved, view({ security: [slackMessage(1, 'report')] }));
    expect(textIn(drawPage(here, hands))).not.toContain(WORDS.en.nothingNew);
    const bound = withOutcome(beforeAct(begun(), { kind: 'start_over' }), { kind: 'done' });
    expect(textIn(drawPage(bound, hands))).not.toContain(WORDS.en.nothingNew);
  });

  test('Slack’s question is asked, and both answers are passed on', () => {
    done.length = 0;
    const confirm = { title: 'Sure?', text: 'All of them', confirm: 'Yes', deny: 'No' };
    const question = { memberId: 'U0ADMIN', ts: '1.0', button: { actionId: 'a', label: 'Require', confirm } };
    const asked = { ...begun(), question };
    expect(textIn(elementsOf(drawPage(asked, hands), 'dialog'))).toContain('All of them');
    press(button(asked, 'Yes'));
    press(button(asked, 'No'));
    expect(done.filter((one) => one.startsWith('act')).map((one) => JSON.parse(one.slice(4)).answer)).toEqual(
      ['confirm', 'deny'],
    );
  });
});
