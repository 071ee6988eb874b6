import type { Act } from '../acts.ts';
import type { PersonaName, RamUserName, Seat } from '../view.ts';
import type { Chat } from './conversations.ts';
import type { Question } from './state.ts';
import type { PaneName } from './words/words.ts';

/** What whoever sits before the page can do. */
export interface Hands {
  act(act: Act): void;
  sit(chat: Chat, seat: Seat): void;
  become(persona: PersonaName): void;
  show(pane: PaneName): void;
  signInAs(user: RamUserName): void;
  /** Slack's question before a press; null: it is answered. */
  ask(question: Question | null): void;
  /** Puts words where one types. */
  draft(chat: Chat, words: string): void;
  /** Typed, but nothing that reaches anybody. */
  typedInVain(): void;
  switchLanguage(): void;
}
