import { describe, expect, it } from 'vitest';
import { type Block, LANGUAGES, type Message } from '../../../src/domain/message.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { inlinesOf, linkUrls, messageText } from '../../docs/markdown.ts';
import { SAMPLES } from './samples.ts';

const VENDOR_DOMAINS = ['alibabacloud.com', 'aliyun.com', 'apps.apple.com', 'play.google.com'];
/** Slack takes no more blocks than this in one message, 10 pairs in one group of facts, and 75 characters on a button. */
const BLOCKS_MAX = 50;
const FACTS_MAX = 10;
const BUTTON_LABEL_MAX = 75;

const isVendors = (url: string) => {
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' &&
    VENDOR_DOMAINS.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
  );
};

describe.each(LANGUAGES)('every message in %s', (language) => {
  const texts = textsFor(language);

  it('has a sample', () => {
    const functions = Object.entries(texts).flatMap(([group, members]) =>
      Object.keys(members).map((name) => `${group}.${name}`),
    );
    expect(new Set(SAMPLES.map((sample) => sample.from))).toEqual(new Set(functions));
  });

  it.each(SAMPLES)('$from: $title', (sample) => {
    const message = sample.of(texts);
    expect(message.language).toBe(language);
    expect(message.summary).not.toBe('');
    expect([...message.summary].length).toBeLessThanOrEqual(150);
    expect(message.blocks.length).toBeGreaterThan(0);
    expect(message.blocks.length).toBeLessThanOrEqual(BLOCKS_MAX);
    expect(messageText(message)).not.toMatch(/undefined|null|NaN|Invalid DateTime|\[object/);
    expect(messageText(message)).not.toMatch(/ {2}| [,;:]|\.\.|。。|，，/);
    expect(linkUrls(message).filter((url) => !isVendors(url))).toEqual([]);
    expectWholeParts(message);
  });
});

function expectWholeParts(message: Message): void {
  for (const part of inlinesOf(message)) {
    const shown = typeof part === 'string' ? part : part.kind === 'person' ? part.memberId : part.text;
    expect(shown).not.toBe('');
  }
  for (const block of message.blocks) expectFits(block);
}

function expectFits(block: Block): void {
  if (block.kind === 'bullets' || block.kind === 'steps') expect(block.items).not.toEqual([]);
  if (block.kind === 'facts') expect(block.rows.length).toBeLessThanOrEqual(FACTS_MAX);
  if (block.kind === 'buttons') {
    const longest = Math.max(...block.buttons.map(({ label }) => label.length));
    expect(longest).toBeLessThanOrEqual(BUTTON_LABEL_MAX);
  }
}
