import { DateTime } from 'luxon';
import type { EpochMs } from '../src/domain/clock.ts';
import { wrapped } from './columns.ts';
import { dingtalkText } from './dingtalk-text.ts';
import type { SeenMessage } from './hands.ts';
import type { NameOf } from './mrkdwn-text.ts';
import { wireText } from './wire-text.ts';

const WIDTH = 100;
const FRAME = '│ ';

/** How much of a message is shown: all of it, or how it begins, what stands under some lines of it, and how it ends. */
interface Extent {
  readonly firstLines?: number;
  /** Each from that line to the next empty one. */
  readonly parts?: readonly string[];
  readonly lastLines?: number;
}

/** What somebody typed, and what they alone were answered. */
interface Exchange {
  readonly typed: string;
  readonly answer: SeenMessage;
}

/** Tells the story on paper, and remembers what did not happen as told. */
export interface Narrator {
  /** A new scene; its day counts from the first one. */
  scene(at: EpochMs, title: string): void;
  tell(words: string): void;
  /** A message as a chat's sandbox received it, under one line that says who sees it and why. */
  show(caption: string, message: SeenMessage, extent?: Extent): void;
  /** Several short ones in one frame. */
  showExchanges(caption: string, exchanges: readonly Exchange[]): void;
  /** Lines that are no chat message, framed alike. */
  showLines(caption: string, lines: readonly string[]): void;
  /** What must be true for the story to be. */
  fact(words: string, holds: boolean): void;
  /** Facts that did not hold. */
  readonly failures: readonly string[];
}

export function createNarrator(options: {
  readonly write: (text: string) => void;
  /** Terminals show titles in bold. */
  readonly isTerminal: boolean;
  readonly timeZone: string;
  readonly nameOf: NameOf;
}): Narrator {
  const { write, isTerminal, timeZone, nameOf } = options;
  const failures: string[] = [];
  let firstDay: DateTime | null = null;
  const line = (text = '') => write(`${text}\n`);
  const bold = (text: string) => (isTerminal ? `\x1b[1m${text}\x1b[22m` : text);

  function frame(caption: string, lines: readonly string[]): void {
    line();
    for (const part of wrapped(`▸ ${caption}`, WIDTH, '  ')) line(part);
    for (const part of lines) line(`${FRAME}${part}`.trimEnd());
    line(`└${'─'.repeat(WIDTH - 1)}`);
  }

  function paper({ wire }: SeenMessage, extent: Extent): readonly string[] {
    const width = WIDTH - FRAME.length;
    const { lines, links } =
      wire.chat === 'slack' ? wireText(wire.message, width, nameOf) : dingtalkText(wire.message, width);
    const shown = excerpt(lines, extent);
    const foot = links
      .map((url, index) => ({ mark: `[${index + 1}]`, url }))
      .filter(({ mark }) => shown.some((one) => one.includes(mark)))
      .flatMap(({ mark, url }) => wrapped(`${mark} ${url}`, WIDTH - FRAME.length, '    '));
    return foot.length === 0 ? shown : [...shown, '', ...foot];
  }

  return {
    failures,
    scene(at, title) {
      const local = DateTime.fromMillis(at, { zone: timeZone });
      firstDay ??= local.startOf('day');
      const day = local.startOf('day').diff(firstDay, 'days').days;
      line();
      line(bold(`Day ${day} · ${local.toFormat('ccc d LLL yyyy, HH:mm')} ${timeZone} · ${title}`));
      line('═'.repeat(WIDTH));
    },
    tell(words) {
      line();
      for (const part of wrapped(words, WIDTH)) line(part);
    },
    show(caption, message, extent = {}) {
      frame(caption, paper(message, extent));
    },
    showExchanges(caption, exchanges) {
      frame(
        caption,
        exchanges.flatMap(({ typed, answer }, index) => [
          ...(index === 0 ? [] : ['']),
          `> ${typed}`,
          ...paper(answer, {}),
        ]),
      );
    },
    showLines: (caption, lines) =>
      frame(
        caption,
        lines.flatMap((one) => wrapped(one, WIDTH - FRAME.length, '  ')),
      ),
    fact(words, holds) {
      if (!holds) failures.push(words);
      for (const part of wrapped(`${holds ? '✓' : '✗ NOT SO:'} ${words}`, WIDTH, '  ')) line(part);
    },
  };
}

function excerpt(lines: readonly string[], extent: Extent): readonly string[] {
  const { parts = [], lastLines = 0 } = extent;
  const isCut = Object.keys(extent).length > 0;
  const { firstLines = isCut ? 0 : lines.length } = extent;
  const isShown = lines.map((_, index) => index < firstLines || index >= lines.length - lastLines);
  for (const part of parts) {
    const from = lines.indexOf(part);
    const end = lines.indexOf('', from);
    if (from >= 0) isShown.fill(true, from, end < 0 ? lines.length : end);
  }
  return lines.flatMap((one, index) => {
    if (isShown[index]) return [one];
    if (index > 0 && !isShown[index - 1]) return [];
    const next = isShown.indexOf(true, index);
    const gap = lines.slice(index, next < 0 ? lines.length : next);
    return gap.some((hidden) => hidden !== '') ? ['…'] : [one];
  });
}
