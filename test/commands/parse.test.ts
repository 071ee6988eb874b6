import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/commands/parse.ts';
import { COMMAND_NAMES } from '../../src/domain/command.ts';

const aName = fc.constantFrom(...COMMAND_NAMES);
const aWord = fc.stringMatching(/^[a-z0-9.@_-]{1,20}$/);
const aGap = fc.constantFrom(' ', '  ', '\t', '\n', '　', '   ');

const fullWidth = (words: string) =>
  words.replace(/[!-~]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));
const inRandomCase = (name: string, upper: readonly boolean[]) =>
  [...name].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join('');

describe('whatever is typed', () => {
  test('is one of the commands, or is told as unknown with a command or none beside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (words) => {
        const parsed = parseCommand(words);
        if (parsed.kind === 'command') expect(COMMAND_NAMES).toContain(parsed.name);
        else {
          const [suggested = null, ...behind] = parsed.suggestion?.split(' ') ?? [];
          expect([null, ...COMMAND_NAMES]).toContain(suggested);
          if (suggested !== null)
            expect(parseCommand(`me ${behind.join(' ')}`)).toMatchObject({ args: behind });
        }
      }),
    );
  });

  test('no word of a command is empty or has a gap in it', () => {
    fc.assert(
      fc.property(aName, fc.string({ unit: 'binary', maxLength: 300 }), (name, rest) => {
        const parsed = parseCommand(`${name} ${rest}`);
        expect(parsed).toMatchObject({ kind: 'command', name });
        if (parsed.kind === 'command') for (const word of parsed.args) expect(word).toMatch(/^\S+$/u);
      }),
    );
  });

  test('means the same in capitals, in the letters of a Chinese keyboard, and with any gaps', () => {
    const upper = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(aName, fc.array(aWord, { maxLength: 5 }), aGap, upper, (name, args, gap, capitals) => {
        const plain = { kind: 'command', name, args };
        const typed = [inRandomCase(name, capitals), ...args].join(gap);
        expect(parseCommand(`${gap}${typed}${gap}`)).toEqual(plain);
        expect(parseCommand(fullWidth(typed))).toEqual(plain);
      }),
    );
  });
});
