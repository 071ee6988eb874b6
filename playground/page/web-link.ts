import type { ComponentChildren, VNode } from 'preact';
import { el } from './element.ts';

const HARMLESS = new Set(['http:', 'https:', 'mailto:']);

/** A link that leaves the page and takes nothing along; words alone where the address is none to go to. */
export function webLink(url: string, children: ComponentChildren): VNode {
  const isHarmless = URL.canParse(url) && HARMLESS.has(new URL(url).protocol);
  if (!isHarmless) return el('span', null, children);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, children);
}
