import type { VNode } from 'preact';
import { drawDingtalkMessages } from '../../playground/page/dingtalk/dingtalk-window.ts';
import { el } from '../../playground/page/element.ts';
import { drawSlackMessages, readerFor } from '../../playground/page/slack/slack-window.ts';
import type { DingtalkMessage, SlackMessage, View } from '../../playground/view.ts';

const nobody = () => undefined;

/** A message in its conversation, drawn by what draws it on the playground's page. */
export function slackFrame(
  view: View,
  viewerId: string,
  shown: { readonly title: string; readonly message: SlackMessage },
): VNode {
  const around = { reader: readerFor(view, viewerId), bot: view.bot, press: nobody };
  return frame('slack', shown.title, drawSlackMessages([shown.message], around));
}

export function dingtalkFrame(
  view: View,
  viewerId: string,
  shown: { readonly title: string; readonly message: DingtalkMessage },
): VNode {
  const around = {
    bot: view.bot,
    viewerId,
    timeZone: view.clock.timeZone,
    nameOf: (id: string) => id,
    follow: nobody,
  };
  return frame('dingtalk', shown.title, drawDingtalkMessages([shown.message], around));
}

function frame(chat: 'slack' | 'dingtalk', title: string, messages: Parameters<typeof el>[2]): VNode {
  return el('section', { class: `window picture ${chat}` }, [
    el('header', { class: 'bar' }, el('h2', null, title)),
    el('div', { class: 'messages' }, el('ol', null, messages)),
  ]);
}
