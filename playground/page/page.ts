import type { ComponentChildren, VNode } from 'preact';
import { drawConsole } from './console-panel.ts';
import { drawDingtalkWindow } from './dingtalk/dingtalk-window.ts';
import { el } from './element.ts';
import { drawGuide } from './guide-panel.ts';
import type { Hands } from './hands.ts';
import { drawHeader } from './header.ts';
import { drawNews, drawPersonas } from './persona-bar.ts';
import { drawSlackWindow } from './slack/slack-window.ts';
import type { PageState } from './state.ts';
import { WORDS } from './words/languages.ts';
import type { PaneName } from './words/words.ts';

const PANES: readonly PaneName[] = ['walk', 'slack', 'dingtalk', 'console'];

/** The whole page. */
export function drawPage(state: PageState, hands: Hands): ComponentChildren {
  const { language, view, announcement, isLost } = state;
  const words = WORDS[language];
  return [
    drawHeader(state, hands),
    isLost ? el('p', { class: 'lost', role: 'alert' }, words.lost) : null,
    el('main', { 'aria-busy': view.busy === null ? 'false' : 'true' }, [
      el('div', { class: 'who' }, [drawPersonas(state, hands), drawNews(state, hands)]),
      el('div', { class: 'panes' }, [
        drawSlackWindow(state, hands),
        drawDingtalkWindow(state, hands),
        el('div', { class: 'side' }, [drawGuide(state, hands), drawConsole(state, hands)]),
      ]),
    ]),
    tabs(state, hands),
    el('p', { class: 'for-screen-readers', role: 'status' }, announcement),
    question(state, hands),
  ];
}

/** Where there is room for one pane only. */
function tabs({ language, pane }: PageState, hands: Hands): VNode {
  const words = WORDS[language];
  const buttons = PANES.map((name) => {
    const current = name === pane ? 'true' : undefined;
    return el(
      'button',
      { type: 'button', 'aria-current': current, onClick: () => hands.show(name) },
      words.panes[name],
    );
  });
  return el('nav', { class: 'tabs', 'aria-label': words.title }, buttons);
}

/** What Slack asks before it passes a press on. */
function question({ question: asked }: PageState, hands: Hands): VNode | null {
  if (asked === null || asked.button.confirm === null) return null;
  const { memberId, ts, button } = asked;
  const { title, text, confirm, deny } = asked.button.confirm;
  const answer = (given: 'confirm' | 'deny') => () => {
    hands.ask(null);
    hands.act({ kind: 'slack_press', memberId, ts, actionId: button.actionId, answer: given });
  };
  return el(
    'dialog',
    { class: 'slack question', 'aria-labelledby': 'question-title', onCancel: answer('deny') },
    [
      el('h2', { id: 'question-title' }, title),
      el('div', null, text),
      el('div', { class: 'actions' }, [
        el('button', { type: 'button', class: 'button', onClick: answer('deny') }, deny),
        el('button', { type: 'button', class: 'button primary', onClick: answer('confirm') }, confirm),
      ]),
    ],
  );
}
