import type { Outcome } from '../acts.ts';
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
  /** Since the last act; null: nothing was done yet. */
  readonly news: readonly News[] | null;
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
    news: null,
    announcement: '',
    outcome: null,
    isLost: false,
  };
  return withEyesOpen(state);
}

/** The stage has changed. What came where nobody looks is news, what came before the eyes is announced. */
export function withView(state: PageState, view: View): PageState {
  const isAnew = view.clock.at < state.view.clock.at;
  const before = new Set(
    allSeats(state.view).flatMap(({ chat, seat }) => botMessages(state.view, chat, seat).map(keyOf)),
  );
  const fresh = (chat: Chat, seat: Seat) =>
    botMessages(view, chat, seat).filter(({ key }) => !before.has(key));
  const elsewhere = isAnew
    ? []
    : allSeats(view)
        .filter(({ chat, seat }) => !isOpen(state, chat, seat))
        .flatMap(({ chat, seat, name }) => newsOf({ chat, seat, name }, fresh(chat, seat)));
  const [seen] = CHATS.flatMap((chat) => fresh(chat, state.seats[chat]).slice(-1));
  return withEyesOpen({
    ...state,
    view,
    news: isAnew ? null : merged(state.news, elsewhere),
    announcement: seen?.summary ?? state.announcement,
    isLost: false,
  });
}

const keyOf = ({ key }: BotMessage): string => key;

function newsOf(where: Pick<News, 'chat' | 'seat' | 'name'>, fresh: readonly BotMessage[]): readonly News[] {
  const unasked = fresh.filter(({ isAnswer }) => !isAnswer);
  const last = unasked.at(-1);
  return last === undefined ? [] : [{ ...where, count: unasked.length, summary: last.summary }];
}

function merged(before: readonly News[] | null, now: readonly News[]): readonly News[] | null {
  if (now.length === 0) return before;
  const isAgain = (one: News) => now.some((other) => isSamePlace(one, other));
  const counted = now.map((one) => {
    const earlier = before?.find((other) => isSamePlace(one, other));
    return { ...one, count: one.count + (earlier?.count ?? 0) };
  });
  return [...(before ?? []).filter((one) => !isAgain(one)), ...counted];
}

function isSamePlace(one: News, other: News): boolean {
  return one.chat === other.chat && one.name === other.name;
}

/** Something is about to be done. */
export function beforeAct(state: PageState): PageState {
  return { ...state, news: [], outcome: null, question: null };
}

export function withOutcome(state: PageState, outcome: Outcome): PageState {
  return { ...state, outcome };
}

/** Looks at what this seat sees, in its chat. */
export function seatedAt(state: PageState, chat: Chat, seat: Seat): PageState {
  const news =
    state.news?.filter((one) => one.chat !== chat || one.seat.place !== seat.place || !isTheirs(one, seat)) ??
    null;
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
