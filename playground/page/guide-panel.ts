import type { VNode } from 'preact';
import { botMessages, CHATS } from './conversations.ts';
import { el } from './element.ts';
import type { Hands } from './hands.ts';
import type { PageState } from './state.ts';
import { STEP_NAMES, stepsTaken } from './walk.ts';
import { WORDS } from './words/languages.ts';

/** What to try, and what of it was done. */
export function drawGuide(state: PageState, hands: Hands): VNode {
  const { walk, startOver } = WORDS[state.language];
  const taken = stepsTaken(state.view, hasRead(state));
  const steps = STEP_NAMES.map((name) => {
    const { title, how } = walk.steps[name];
    const isNext = STEP_NAMES.find((one) => !taken.has(one)) === name;
    const done = taken.has(name) ? el('span', { class: 'for-screen-readers' }, ` (${walk.done})`) : null;
    const look = taken.has(name) ? 'taken' : isNext ? 'next' : undefined;
    return el('li', { class: look, 'aria-current': isNext ? 'step' : undefined }, [
      el('strong', null, [title, done]),
      el('p', null, how),
    ]);
  });
  const hidden = state.pane === 'walk' ? '' : ' behind';
  return el('section', { class: `panel guide${hidden}`, tabIndex: -1, 'aria-labelledby': 'guide-title' }, [
    el('h2', { id: 'guide-title' }, walk.title),
    el('ol', null, steps),
    el(
      'button',
      { type: 'button', class: 'start-over', onClick: () => hands.act({ kind: 'start_over' }) },
      startOver,
    ),
  ]);
}

/** Whether a message to the nudged person was before somebody’s eyes. */
function hasRead({ view, read }: PageState): boolean {
  return CHATS.some((chat) => {
    const seat = view.personas.nudged[chat];
    return (
      seat !== null && botMessages(view, chat, seat).some(({ key, isAnswer }) => !isAnswer && read.has(key))
    );
  });
}
