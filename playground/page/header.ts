import type { VNode } from 'preact';
import { CLOCK_MOVE_NAMES } from './clock-move-names.ts';
import { el } from './element.ts';
import type { Hands } from './hands.ts';
import type { PageState } from './state.ts';
import { WORDS } from './words/languages.ts';
import type { Language, Words } from './words/words.ts';

export function drawHeader(state: PageState, hands: Hands): VNode {
  const words = WORDS[state.language];
  return el('header', { class: 'top' }, [
    el('div', { class: 'product' }, [
      el('img', { src: 'shield.svg', alt: '', width: 36, height: 36 }),
      el('div', null, [el('h1', null, words.title), el('p', null, words.whatThisIs)]),
    ]),
    clock(state, hands),
    el('div', { class: 'tools' }, [
      faults(state, hands),
      el(
        'button',
        { type: 'button', lang: otherOf(state.language), onClick: () => hands.switchLanguage() },
        words.otherLanguage,
      ),
    ]),
  ]);
}

const otherOf = (language: Language): string => (language === 'en' ? 'zh' : 'en');

function clock({ view, language }: PageState, hands: Hands): VNode {
  const words = WORDS[language];
  const isBusy = view.busy !== null;
  const moves = CLOCK_MOVE_NAMES.map((move) =>
    el(
      'button',
      {
        type: 'button',
        class: move === 'next_step' ? 'primary' : undefined,
        // Not `disabled`: whoever pressed it by the keyboard is still there afterwards.
        'aria-disabled': isBusy ? 'true' : undefined,
        onClick: () => (isBusy ? undefined : hands.act({ kind: 'move_clock', move })),
      },
      words.moves[move],
    ),
  );
  return el('div', { class: 'clock', role: 'group', 'aria-label': words.clock }, [
    el('p', null, [
      el('time', { dateTime: new Date(view.clock.at).toISOString() }, clockText(view.clock, language)),
      el('span', { class: 'busy', role: 'status' }, busyWords(view.busy, words)),
    ]),
    el('div', { class: 'moves' }, moves),
  ]);
}

function busyWords(busy: PageState['view']['busy'], words: Words): string {
  if (busy === null) return '';
  return busy === 'move_clock' ? words.moving : words.working;
}

function clockText({ at, timeZone }: PageState['view']['clock'], language: Language): string {
  const parts = {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', parts).format(new Date(at));
}

function faults({ view, language }: PageState, hands: Hands): VNode {
  const words = WORDS[language];
  const count = view.faults.filter(({ isOn }) => isOn).length;
  const switches = view.faults.map(({ name, isOn }) =>
    el('li', null, [
      el('label', null, [
        el('input', {
          type: 'checkbox',
          role: 'switch',
          name,
          checked: isOn,
          onChange: () => hands.act({ kind: 'switch_fault', fault: name, isOn: !isOn }),
        }),
        el('span', null, words.faultNames[name]),
      ]),
    ]),
  );
  return el('div', { class: 'faults' }, [
    el(
      'button',
      { type: 'button', class: count > 0 ? 'warning' : undefined, popovertarget: 'faults' },
      count > 0 ? words.faultsOn(count) : words.faults,
    ),
    el(
      'div',
      { id: 'faults', popover: 'auto', role: 'group', 'aria-label': words.faults },
      el('ul', null, switches),
    ),
  ]);
}
