import { h, render } from 'preact';
import type { Act, Outcome } from '../acts.ts';
import type { View } from '../view.ts';
import { CHATS, type Chat } from './conversations.ts';
import type { Hands } from './hands.ts';
import { drawPage } from './page.ts';
import {
  asPersona,
  beforeAct,
  firstState,
  type PageState,
  seatedAt,
  withOutcome,
  withView,
} from './state.ts';
import { WORDS } from './words/languages.ts';
import type { Language } from './words/words.ts';

const root = document.getElementById('page') as HTMLElement;
const SIGN_IN_HOST = /^signin\.(?:alibabacloud|aliyun)\.com$/;
/** After so many failures in a row, there is nothing to come back to. */
const FAILURES_MAX = 3;

let state: PageState | null = null;
let failures = 0;

function change(to: (now: PageState) => PageState): void {
  if (state === null) return;
  const before = state;
  state = to(state);
  show(state, before);
}

function show(now: PageState, before: PageState | null): void {
  document.documentElement.lang = now.language;
  document.title = WORDS[now.language].title;
  const focused = document.activeElement;
  const home = focused?.closest<HTMLElement>('.messages, .panel') ?? null;
  render(h('div', { class: 'page' }, drawPage(now, hands)), root);
  if (focused !== document.body) keepFocus(home, now);
  for (const chat of CHATS) bringIntoView(chat, now, before);
  document.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal();
}

/** A button that was pressed may be gone with what it stood in: whoever pressed it goes on from there. */
function keepFocus(home: HTMLElement | null, { pane }: PageState): void {
  if (document.activeElement !== document.body) return;
  const conversation = document.querySelector<HTMLElement>(`.messages[data-chat="${pane}"]`);
  (home?.isConnected === true ? home : conversation)?.focus({ preventScroll: true });
}

/** The beginning of what is new, or of the last message. */
function bringIntoView(chat: Chat, now: PageState, before: PageState | null): void {
  const list = document.querySelector<HTMLElement>(`.messages[data-chat="${chat}"]`);
  const items = [...(list?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
  const keys = items.map(({ dataset }) => dataset.key ?? '');
  const isSameSeat = before !== null && now.seats[chat] === before.seats[chat];
  const old = shown.get(chat);
  shown.set(chat, new Set(keys));
  const fresh = items.find(({ dataset }) => isSameSeat && !old?.has(dataset.key ?? ''));
  const target = isSameSeat ? fresh : items.at(-1);
  if (list === null || target === undefined) return;
  const above = target.previousElementSibling;
  const top = (above?.classList.contains('day') ? above : target).getBoundingClientRect().top;
  list.scrollTop += top - list.getBoundingClientRect().top;
}

const shown = new Map<Chat, ReadonlySet<string>>();

const hands: Hands = {
  act(act) {
    change((now) => beforeAct(now, act));
    void send(act);
  },
  sit: (chat, seat) => change((now) => seatedAt(now, chat, seat)),
  become: (persona) => change((now) => asPersona(now, persona)),
  show: (pane) => change((now) => ({ ...now, pane })),
  signInAs: (ramUser) => change((now) => ({ ...now, ramUser })),
  ask: (question) => change((now) => ({ ...now, question })),
  draft(chat, words) {
    const input = document.getElementById(`${chat}-typed`) as HTMLInputElement;
    input.value = words;
    input.focus();
  },
  typedInVain: () => change((now) => ({ ...now, outcome: { kind: 'not_a_command' } })),
  switchLanguage: () => change((now) => ({ ...now, language: now.language === 'en' ? 'zh' : 'en' })),
};

async function send(act: Act): Promise<void> {
  try {
    const answer = await fetch('acts', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(act),
    });
    const outcome: Outcome = answer.ok ? await answer.json() : { kind: 'not_there' };
    change((now) => withOutcome(now, outcome));
  } catch {
    change((now) => ({ ...now, isLost: true }));
  }
}

/** A link to the vendor’s sign-in page leads to the stand-in: nobody here has an account there. */
root.addEventListener('click', (event) => {
  const link = (event.target as Element).closest('a');
  if (link === null || !SIGN_IN_HOST.test(link.hostname)) return;
  event.preventDefault();
  change((now) => ({ ...now, pane: 'console' }));
  document.querySelector<HTMLElement>('.console select')?.focus();
});

function follow(): void {
  const stream = new EventSource('view');
  stream.onmessage = ({ data }) => {
    failures = 0;
    const view: View = JSON.parse(data);
    if (state === null) {
      state = firstState(view, preferredLanguage());
      show(state, null);
    } else change((now) => withView(now, view));
  };
  stream.onerror = () => {
    failures += 1;
    if (failures >= FAILURES_MAX) change((now) => ({ ...now, isLost: true }));
  };
}

function preferredLanguage(): Language {
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

follow();
