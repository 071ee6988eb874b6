import type { MessageLink } from './message.ts';

const SEND_MESSAGE = /^dtmd:\/\/dingtalkclient\/sendMessage\?content=([^&#]*)$/;
// https://open.dingtalk.com/document/development/message-link-description
const PAGE_LINK = 'dingtalk://dingtalkclient/page/link?';
const PLAIN_ADDRESS = /(?<![\w.@-])(?:https?:\/\/|www\.)[!-;=?-~]+/gi;

/** What pressing this address does. */
export function linkTo(url: string, label: string): MessageLink {
  const sends = sentText(url);
  if (sends !== null) return { kind: 'send_message', label, url, sends };
  const opens = openedAddress(url);
  return opens === null
    ? { kind: 'other', label, url }
    : { kind: 'web', label, url, opens, automatic: false };
}

/** Addresses in a text that nobody made a link of; clients do. */
export function automaticLinks(text: string): readonly MessageLink[] {
  return [...text.matchAll(PLAIN_ADDRESS)].map(([url]) => ({
    kind: 'web',
    label: url,
    url,
    opens: url,
    automatic: true,
  }));
}

function sentText(url: string): string | null {
  const content = SEND_MESSAGE.exec(url)?.[1];
  if (content === undefined) return null;
  try {
    return decodeURIComponent(content);
  } catch {
    // A stray percent sign: what clients make of it is anybody's guess.
    return null;
  }
}

function openedAddress(url: string): string | null {
  const target = url.startsWith(PAGE_LINK)
    ? new URLSearchParams(url.slice(PAGE_LINK.length)).get('url')
    : url;
  return target !== null && /^https?:\/\//i.test(target) ? target : null;
}
