import { DateTime } from 'luxon';
import type { SandboxMessage } from '../sandbox/slack/message.ts';
import type { EpochMs } from '../src/domain/clock.ts';
import { wrapped } from './columns.ts';
import type { NameOf } from './mrkdwn-text.ts';
import { wireText } from './wire-text.ts';

const WIDTH = 100;
const FRAME = '│ ';

/** How much of a message is shown: all of it, or only where it begins and ends. */
interface Extent {
  readonly firstLines?: number;
  readonly lastLines?: number;
}

/** Tells the story on paper, and remembers what did not happen as told. */
export interface Narrator {
  /** A new scene; its day counts from the first one. */
  scene(at: EpochMs, title: string): void;
  tell(words: string): void;
  /** A message as the sandbox received it, under one line that says who sees it and why. */
  show(caption: string, message: SandboxMessage, extent?: Extent): void;
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
    line(`┌${'─'.repeat(WIDTH - 1)}`);
    for (const part of lines) line(`${FRAME}${part}`.trimEnd());
    line(`└${'─'.repeat(WIDTH - 1)}`);
  }

  return {
    failures,
    scene(at, title) {
      const local = DateTime.fromMillis(at, { zone: timeZone });
      firstDay ??= local.startOf('day');
      const day = local.startOf('day').diff(firstDay, 'days').days;
      line();
      line('═'.repeat(WIDTH));
      line(bold(`Day ${day} · ${local.toFormat('ccc d LLL yyyy, HH:mm')} ${timeZone}`));
      line(bold(title));
      line('═'.repeat(WIDTH));
    },
    tell(words) {
      line();
      for (const part of wrapped(words, WIDTH)) line(part);
    },
    show(caption, message, extent = {}) {
      frame(caption, excerpt(wireText(message, WIDTH - FRAME.length, nameOf), extent));
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
  const { firstLines = lines.length, lastLines = 0 } = extent;
  if (firstLines + lastLines >= lines.length) return lines;
  return [...lines.slice(0, firstLines), '…', ...lines.slice(lines.length - lastLines)];
}
