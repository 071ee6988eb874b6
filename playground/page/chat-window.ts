import type { ComponentChildren, VNode } from 'preact';
import type { Seat } from '../view.ts';
import type { Chat } from './conversations.ts';
import { el } from './element.ts';
import type { Hands } from './hands.ts';
import { type PageState, unreadIn } from './state.ts';
import { WORDS } from './words/languages.ts';

/** What both chats' windows have: whose it is, the conversations, the messages and where one types. */
export interface ChatWindow {
  readonly chat: Chat;
  readonly title: string;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly conversations: readonly { readonly place: string; readonly name: string }[];
  readonly messages: ComponentChildren;
  readonly isEmpty: boolean;
  readonly suggestions: readonly string[];
  /** What was typed becomes something said. */
  readonly say: (typed: string) => void;
}

export function drawChatWindow(window: ChatWindow, state: PageState, hands: Hands): VNode {
  const { chat, title } = window;
  const heading = `${chat}-title`;
  const hidden = state.pane === chat ? '' : ' behind';
  return el('section', { class: `window ${chat}${hidden}`, 'aria-labelledby': heading, id: `pane-${chat}` }, [
    el('header', { class: 'bar' }, [el('h2', { id: heading }, title), whose(window, state, hands)]),
    conversations(window, state, hands),
    messages(window, state),
    composer(window, state, hands),
  ]);
}

function whose({ chat, title, people }: ChatWindow, state: PageState, hands: Hands): VNode {
  const words = WORDS[state.language];
  const { id } = state.seats[chat];
  const options = people.map((person) => {
    const unread = unreadIn(state, chat, { id: person.id, place: 'direct' });
    const label = unread === 0 ? person.name : `${person.name} · ${words.unread(unread)}`;
    return el('option', { value: person.id, selected: person.id === id }, label);
  });
  const onChange = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
    hands.sit(chat, { id: currentTarget.value, place: 'direct' });
  return el('label', { class: 'whose' }, [
    el('span', { class: 'for-screen-readers' }, words.asWhom(title)),
    el('select', { name: `${chat}-person`, value: id, onChange }, options),
  ]);
}

function conversations(
  { chat, title, conversations: all }: ChatWindow,
  state: PageState,
  hands: Hands,
): VNode {
  const words = WORDS[state.language];
  const { id, place: open } = state.seats[chat];
  const buttons = all.map(({ place, name }) => {
    const seat: Seat = { id, place };
    const unread = place === open ? 0 : unreadIn(state, chat, seat);
    const badge =
      unread === 0
        ? null
        : el('span', { class: 'unread' }, [String(unread), unreadWord(words.unread(unread))]);
    const current = place === open ? 'true' : undefined;
    const onClick = () => hands.sit(chat, seat);
    return el('button', { type: 'button', 'aria-current': current, onClick }, [name, badge]);
  });
  return el('nav', { class: 'conversations', 'aria-label': words.conversations(title) }, buttons);
}

function unreadWord(words: string): VNode {
  return el('span', { class: 'for-screen-readers' }, ` (${words})`);
}

function messages({ chat, messages: drawn, isEmpty, ...window }: ChatWindow, state: PageState): VNode {
  const words = WORDS[state.language];
  const { id, place } = state.seats[chat];
  const label = words.messagesIn(nameOf(window, place), window.title);
  const content = isEmpty ? el('p', { class: 'empty' }, words.nothingSaid) : el('ol', null, drawn);
  return el(
    'div',
    {
      class: 'messages',
      role: 'region',
      'aria-label': label,
      tabIndex: 0,
      key: `${id} ${place}`,
      'data-chat': chat,
    },
    content,
  );
}

function nameOf({ conversations: all }: Pick<ChatWindow, 'conversations'>, place: string): string {
  return all.find((one) => one.place === place)?.name ?? '';
}

function composer(window: ChatWindow, state: PageState, hands: Hands): VNode {
  const { chat, suggestions, say } = window;
  const words = WORDS[state.language];
  const label = words.typeIn(nameOf(window, state.seats[chat].place), window.title);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('typed') as HTMLInputElement;
    const typed = input.value.trim();
    if (typed !== '') say(typed);
    input.value = '';
  };
  const chips = suggestions.map((suggestion) =>
    el('button', { type: 'button', onClick: () => hands.draft(chat, suggestion) }, suggestion),
  );
  return el('form', { class: 'composer', onSubmit }, [
    el('div', { class: 'suggestions', role: 'group', 'aria-label': words.suggestions }, chips),
    el('div', { class: 'line' }, [
      el('input', {
        id: `${chat}-typed`,
        name: 'typed',
        autocomplete: 'off',
        autocapitalize: 'off',
        spellcheck: false,
        maxLength: 2000,
        placeholder: '/mfa …',
        'aria-label': label,
      }),
      el('button', { type: 'submit', 'aria-label': words.send, title: words.send }, '➤'),
    ]),
  ]);
}
