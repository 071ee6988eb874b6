import type { VNode } from 'preact';
import type { PersonaName } from '../view.ts';
import { el } from './element.ts';
import type { Hands } from './hands.ts';
import { isPersona, type News, type PageOutcome, type PageState } from './state.ts';
import { WORDS } from './words/languages.ts';
import type { Words } from './words/words.ts';

const PERSONA_NAMES: readonly PersonaName[] = ['nudged', 'admin', 'manager', 'channel'];

export function drawPersonas(state: PageState, hands: Hands): VNode {
  const words = WORDS[state.language];
  const { manager } = state.view.personas;
  const buttons = PERSONA_NAMES.map((name) => {
    const pressed = isPersona(state, name) ? 'true' : 'false';
    return el(
      'button',
      { type: 'button', 'aria-pressed': pressed, onClick: () => hands.become(name) },
      words.personas[name],
    );
  });
  return el('div', { class: 'personas', role: 'group', 'aria-label': words.youAre }, [
    el('span', { 'aria-hidden': 'true' }, words.youAre),
    ...buttons,
    isPersona(state, 'manager') && manager.slack === null
      ? el('span', null, words.managerOnlyInDingtalk)
      : null,
  ]);
}

/** What came of the last act where nobody looks: a way there for each. */
export function drawNews(state: PageState, hands: Hands): VNode {
  const { news, language } = state;
  const sentence = whatCameOfIt(state);
  const items = news.map((one) => newsItem(one, state, hands));
  return el('div', { class: 'news' }, [
    el('p', { role: 'status', class: sentence === '' ? undefined : 'outcome' }, sentence),
    news.length === 0 ? null : el('ul', { 'aria-label': WORDS[language].news }, items),
  ]);
}

function whatCameOfIt({ language, outcome, lastAct, hasWritten }: PageState): string {
  const words = WORDS[language];
  if (outcome === null) return '';
  const isQuiet = outcome.kind === 'done' && lastAct === 'move_clock' && !hasWritten;
  return isQuiet ? words.nothingNew : outcomeWords(outcome, words);
}

function newsItem({ chat, seat, name, count, summary }: News, { language }: PageState, hands: Hands): VNode {
  const words = WORDS[language];
  return el('li', { key: `${chat} ${name}` }, [
    el('button', { type: 'button', class: chat, title: summary, onClick: () => hands.sit(chat, seat) }, [
      el('strong', null, name),
      el('span', { class: 'where' }, words.panes[chat]),
      count > 1 ? el('span', { class: 'unread' }, String(count)) : null,
      el('span', { class: 'summary' }, summary),
    ]),
  ]);
}

function outcomeWords(outcome: PageOutcome, { outcomes }: Words): string {
  switch (outcome.kind) {
    case 'done':
      return '';
    case 'slack_failed':
      return outcomes.slackFailed(outcome.code);
    case 'nothing_due':
      return outcomes[outcome.because];
    case 'no_answer':
    case 'not_heard':
    case 'not_there':
    case 'not_a_command':
      return outcomes[outcome.kind];
    default:
      return outcome satisfies never;
  }
}
