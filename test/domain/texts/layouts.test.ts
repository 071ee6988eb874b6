import { describe, expect, it } from 'vitest';
import type { Inline, Message, Text } from '../../../src/domain/message.ts';
import { catalogueOf } from '../../../src/domain/texts/catalogue.ts';
import { en } from '../../../src/domain/texts/en/index.ts';
import type { LanguageWords, Words } from '../../../src/domain/texts/words.ts';
import { zh } from '../../../src/domain/texts/zh/index.ts';
import { inlinesOf } from '../../docs/markdown.ts';
import { SAMPLES } from './samples.ts';

const MARKED = /⟦[^⟦⟧]*⟧/gu;
/** Says what a message is, or is typed or looked up as it stands. */
const isData = (part: Inline) => typeof part === 'object' && (part.kind === 'code' || part.kind === 'person');

/** The same words, each piece of them in marks: what a layout would say by itself stands outside. */
function marked(words: unknown): unknown {
  if (typeof words === 'string') return words.replace(/[^⟦⟧]+/u, '⟦$&⟧');
  if (typeof words === 'function') return (...about: unknown[]) => marked(words(...about.map(unmarked)));
  if (Array.isArray(words)) return words.map(marked);
  if (typeof words !== 'object' || words === null) return words;
  if ('kind' in words && 'text' in words) return { ...words, text: marked(words.text) };
  if ('kind' in words) return words;
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, marked(value)]));
}

function unmarked(about: unknown): unknown {
  return JSON.parse(JSON.stringify(about).replace(/[⟦⟧]/gu, ''));
}

function outsideMarks(message: Message): readonly string[] {
  const parts: Text = [message.summary, ...inlinesOf(message)];
  return parts.flatMap((part) => {
    if (isData(part)) return [];
    const shown = typeof part === 'string' ? part : 'text' in part ? part.text : '';
    return shown.replace(MARKED, '').match(/\p{Letter}+/gu) ?? [];
  });
}

/** What messages are about in the samples, and what stands for itself in every language. */
const DATA = /^(jane|doe|li|lei|corp|labs|security|example|MFA|RAM)$/;

describe('layouts', () => {
  const catalogue = catalogueOf({ ...(marked(en) as LanguageWords), language: 'en' });

  it.each(SAMPLES)('$from: $title: has no word of its own', (sample) => {
    const words = outsideMarks(sample.of(catalogue)).filter((word) => !DATA.test(word));
    expect(words).toEqual([]);
  });
});

/** Every word by its path, and whether it was taken. */
function watched(words: object, path: string, taken: Set<string>): object {
  return new Proxy(words, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      const at = `${path}${String(name)}`;
      const isGroup =
        typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value);
      if (isGroup) return watched(value, `${at}.`, taken);
      taken.add(at);
      return value;
    },
  });
}

function paths(words: object, path = ''): readonly string[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const isGroup =
      typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value);
    return isGroup ? paths(value, `${path}${name}.`) : [`${path}${name}`];
  });
}

/** Named after the members of a union: which is said, depends on the data alone. */
const BY_UNION =
  /^(vocabulary\.\w+|codeMeanings|parts\.databaseTodo|enforce\.accountEffects\.\w+|status\.enforcementIs)\./;

it('every word of a language is said in some sample, but what the chats say', () => {
  const taken = new Set<string>();
  const catalogue = catalogueOf({ ...(watched(en, '', taken) as Words), language: 'en' });
  for (const sample of SAMPLES) sample.of(catalogue);
  const unsaid = paths(en).filter(
    (path) => !taken.has(path) && !path.startsWith('chat.') && !BY_UNION.test(path),
  );
  expect(unsaid).toEqual([]);
});

it('both languages have the same words', () => {
  expect(paths(zh)).toEqual(paths(en));
});
