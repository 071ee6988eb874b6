import type { Act, Outcome } from '../acts.ts';
import type { PersonaName, RamUserName, Seat, View } from '../view.ts';
import { allSeats, type BotMessage, botMessages, CHATS, type Chat } from './conversations.ts';
import type { SlackButton } from './slack/blocks.ts';
import type { Language, PaneName } from './words/words.ts';

/** Something that happened where nobody looks at the moment. */
export interface News {
  readonly chat: Chat;
  readonly seat: Seat;
  /** Whom it was written to, or where. */
  readonly name: string;
  readonly count: number;
  /** The last of them, as a notification shows it. */
  readonly summary: string;
}

/** Something Slack asks before it passes a press on. */
export interface Question {
  readonly memberId: string;
  readonly ts: string;
  readonly button: SlackButton;
}

/** Of an act, or of what never became one. */
export type PageOutcome = Outcome | { readonly kind: 'not_a_command' };

/** What the page shows, and what whoever sits before it chose. */
export interface PageState {
  readonly view: View;
  readonly language: Language;
  readonly seats: Readonly<Record<Chat, Seat>>;
  /** The one that is shown where there is room for one. */
  readonly pane: PaneName;
  readonly ramUser: RamUserName;
  readonly question: Question | null;
  /** Keys of messages that were before somebody's eyes. */
  readonly read: ReadonlySet<string>;
  /** What was done last; null: nothing yet. */
  readonly lastAct: Act['kind'] | null;
  /** Since then, where nobody looks. */
  readonly news: readonly News[];
  /** Since then, anywhere; answers do not count. */
  readonly hasWritten: boolean;
  /** The last thing that was said to whoever cannot see it. */
  readonly announcement: string;
  readonly outcome: PageOutcome | null;
  /** The playground has ended. */
  readonly isLost: boolean;
}

export function firstState(view: View, language: Language): PageState {
  const { admin, channel } = view.personas;
  const seat = (chat: Chat): Seat => ({
    id: admin[chat]?.id ?? '',
    place: channel[chat]?.place ?? 'direct',
  });
  const state: PageState = {
    view,
    language,
    seats: { slack: seat('slack'), dingtalk: seat('dingtalk') },
    pane: 'slack',
    ramUser: ramUserOf(view, 'nudged') ?? { accountId: '', userName: '' },
    question: null,
    read: new Set(),
    lastAct: null,
    news: [],
    hasWritten: false,
    announcement: '',
    outcome: null,
    isLost: false,
  };
  return withEyesOpen(state);
}

/** The stage has changed. What came where nobody looks is news, what came before the eyes is announced. */
export function withView(state: PageState, view: View): PageState {
  if (view.stage !== state.view.stage) return onAnotherStage(state, view);
  const arrived = arrivals(state, view);
  const seen = arrived.filter(({ chat, seat }) => isOpen(state, chat, seat)).at(-1);
  const unasked = arrived.map((one) => ({
    ...one,
    messages: one.messages.filter(({ isAnswer }) => !isAnswer),
  }));
  const elsewhere = unasked.filter(({ chat, seat }) => !isOpen(state, chat, seat)).flatMap(newsOf);
  return withEyesOpen({
    ...state,
    view,
    news: merged(state.news, elsewhere),
    hasWritten: state.hasWritten || unasked.some(({ messages }) => messages.length > 0),
    announcement: seen?.messages.at(-1)?.summary ?? state.announcement,
    isLost: false,
  });
}

/** What was said on the old one is forgotten, who sits where is not. */
function onAnotherStage(state: PageState, view: View): PageState {
  return withEyesOpen({ ...state, view, news: [], read: new Set(), isLost: false });
}

type Arrival = ReturnType<typeof allSeats>[number] & { readonly messages: readonly BotMessage[] };

/** Where the bot has written since, and what; of an open channel as whoever sits there sees it. */
function arrivals(state: PageState, view: View): readonly Arrival[] {
  return allSeats(view)
    .map((one) => {
      const seat = isOpen(state, one.chat, one.seat) ? state.seats[one.chat] : one.seat;
      const before = new Set(botMessages(state.view, one.chat, seat).map(keyOf));
      const messages = botMessages(view, one.chat, seat).filter((message) => !before.has(message.key));
      return { ...one, seat, messages };
    })
    .filter(({ messages }) => messages.length > 0);
}

const keyOf = ({ key }: BotMessage): string => key;

function newsOf({ chat, seat, name, messages }: Arrival): readonly News[] {
  const last = messages.at(-1);
  return last === undefined ? [] : [{ chat, seat, name, count: messages.length, summary: last.summary }];
}

function merged(before: readonly News[], now: readonly News[]): readonly News[] {
  const isAgain = (one: News) => now.some((other) => isSamePlace(one, other));
  const counted = now.map((one) => {
    const earlier = before.find((other) => isSamePlace(one, other));
    return { ...one, count: one.count + (earlier?.count ?? 0) };
  });
  return [...before.filter((one) => !isAgain(one)), ...counted];
}

function isSamePlace(one: News, other: News): boolean {
  return one.chat === other.chat && one.name === other.name;
}

/** Something is about to be done. */
export function beforeAct(state: PageState, act: Act): PageState {
  return { ...state, lastAct: act.kind, news: [], hasWritten: false, outcome: null, question: null };
}

export function withOutcome(state: PageState, outcome: Outcome): PageState {
  return { ...state, outcome };
}

/** Looks at what this seat sees, in its chat. */
export function seatedAt(state: PageState, chat: Chat, seat: Seat): PageState {
  const news = state.news.filter(
    (one) => one.chat !== chat || one.seat.place !== seat.place || !isTheirs(one, seat),
  );
  return withEyesOpen({ ...state, seats: { ...state.seats, [chat]: seat }, news, pane: chat });
}

function isTheirs({ seat }: News, { id, place }: Seat): boolean {
  return place !== 'direct' || seat.id === id;
}

/** Becomes somebody in both chats, and in the RAM console. */
export function asPersona(state: PageState, name: PersonaName): PageState {
  const persona = state.view.personas[name];
  const { pane } = state;
  const seated = CHATS.reduce((now, chat) => {
    const seat = persona[chat];
    return seat === null ? now : seatedAt(now, chat, seat);
  }, state);
  const isHere = (chat: PaneName) => chat === 'slack' || chat === 'dingtalk';
  const at =
    isHere(pane) && persona[pane as Chat] !== null ? pane : persona.slack === null ? 'dingtalk' : 'slack';
  return { ...seated, pane: at, ramUser: ramUserOf(state.view, name) ?? state.ramUser };
}

/** Whether somebody is this persona in every chat where it is anybody. */
export function isPersona({ view, seats }: PageState, name: PersonaName): boolean {
  return CHATS.every((chat) => {
    const seat = view.personas[name][chat];
    return seat === null || (seat.id === seats[chat].id && seat.place === seats[chat].place);
  });
}

export function unreadIn({ view, read }: PageState, chat: Chat, seat: Seat): number {
  return botMessages(view, chat, seat).filter(({ key }) => !read.has(key)).length;
}

/** The RAM user that this person signs in as; the first of several. */
function ramUserOf(view: View, name: PersonaName): RamUserName | null {
  const { slack, dingtalk } = view.personas[name];
  const people = [
    view.slack.people.find(({ id }) => id === slack?.id),
    view.dingtalk.people.find(({ id }) => id === dingtalk?.id),
  ];
  return people.flatMap((person) => person?.ramUsers ?? [])[0] ?? null;
}

function isOpen({ seats }: PageState, chat: Chat, { id, place }: Seat): boolean {
  const open = seats[chat];
  return open.place === place && (place !== 'direct' || open.id === id);
}

/** What stands in the open conversations has been seen. */
function withEyesOpen(state: PageState): PageState {
  const seen = CHATS.flatMap((chat) => botMessages(state.view, chat, state.seats[chat]).map(keyOf));
  return { ...state, read: new Set([...state.read, ...seen]) };
}
