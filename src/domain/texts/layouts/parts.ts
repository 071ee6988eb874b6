import type { ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ChatCode } from '../../code-meaning.ts';
import { type Message, person } from '../../message.ts';
import { bullets, compose, firstLines, heading, paragraph } from '../compose.ts';
import type { Words } from '../words.ts';
import { codeInWords } from './in-words.ts';
import { type FailingPart, failingLine, type PartLabel, partName } from './part-lines.ts';

const SHOWN_MAX = 15;

/** All parts that turned in one pass. */
export function partsFailed(words: Words, { parts }: { readonly parts: readonly FailingPart[] }): Message {
  const { parts: w, grammar } = words;
  const [first, ...others] = parts;
  const name = first === undefined ? '' : partName(words, first.part);
  return compose(words.language, w.failed.summary(name, first?.code ?? '', others.length), [
    heading(w.failed.title),
    bullets(firstLines(grammar, parts, { max: SHOWN_MAX, line: (part) => failingLine(words, part) })),
    paragraph(w.failed.after),
  ]);
}

interface WorkingPart {
  readonly part: PartLabel;
  readonly failedFrom: LocalInstant;
  readonly failedTo: LocalInstant;
}

/** With how long it did not, since nobody may have heard of that. */
export function partsWork(words: Words, { parts }: { readonly parts: readonly WorkingPart[] }): Message {
  const { parts: w, grammar } = words;
  const [first, ...others] = parts;
  const name = first === undefined ? '' : partName(words, first.part);
  return compose(words.language, w.works.summary(name, others.length), [
    bullets(
      firstLines(grammar, parts, {
        max: SHOWN_MAX,
        line: ({ part, failedFrom, failedTo }) =>
          w.works.line(partName(words, part), grammar.when(failedFrom), grammar.whenWithZone(failedTo)),
      }),
    ),
    paragraph(w.works.after),
  ]);
}

interface RefusedPerson {
  readonly memberId: string;
  readonly code: ChatCode;
  readonly since: LocalInstant;
}

/** People whom their chat refuses, for a day by now, while others are reached. */
export function peopleRefused(
  words: Words,
  { chat, people }: { readonly chat: ChatName; readonly people: readonly RefusedPerson[] },
): Message {
  const { parts: w, grammar, vocabulary } = words;
  return compose(words.language, w.refused.summary(vocabulary.chatName(chat), people.length), [
    paragraph(w.refused.what(vocabulary.chatName(chat), people.length)),
    bullets(
      firstLines(grammar, people, {
        max: SHOWN_MAX,
        line: ({ memberId, code, since }) =>
          w.refused.line(person(memberId), codeInWords(words, code), grammar.when(since)),
      }),
    ),
    paragraph(w.refused.todo),
  ]);
}
