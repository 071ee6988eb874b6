import type { EpochMs } from './clock.ts';

/** What somebody's chat says of them: that they are on leave. Neither its words nor its picture are kept. */
export interface Leave {
  /** null: as long as the chat says so. */
  readonly untilAt: EpochMs | null;
}

/** What stands beside somebody's name. */
export interface ChatStatus {
  readonly text: string;
  /** `:palm_tree:` */
  readonly emoji: string;
  readonly expiresAt: EpochMs | null;
}

/** Of the chat's own presets *Vacationing* and *Out sick*. */
const EMOJI: readonly string[] = [':palm_tree:', ':face_with_thermometer:'];

const PHRASES: readonly string[] = [
  ...[
    'vacation',
    'vacationing',
    'on holiday',
    'on holidays',
    'on leave',
    'out of office',
    'ooo',
    'pto',
    'out sick',
  ],
  ...['annual leave', 'sick leave', 'parental leave', 'maternity leave', 'paternity leave'],
  ...['休假', '请假', '年假', '病假', '事假', '婚假', '产假', '陪产假', '育儿假', '丧假', '度假'],
];

/** With one of these it is over, or not so. */
const NOT_SO: readonly string[] = [
  ...['back from', 'no vacation', 'not on', 'not out of office', 'no pto', 'after'],
  ...['结束', '回来', '销假', '不休假', '未休假', '没有休假', '之前', '之后'],
];

/** Null: it does not say so. `more`: phrases beside those that are known. */
export function leaveOf({ text, emoji, expiresAt }: ChatStatus, more: readonly string[]): Leave | null {
  const said = asCompared(text);
  const saysSo = (phrase: string) => contains(said, asCompared(phrase));
  const byText = [...PHRASES, ...more].some(saysSo) && !NOT_SO.some(saysSo);
  return byText || EMOJI.includes(emoji) ? { untilAt: expiresAt } : null;
}

const asCompared = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** Whole words, in scripts that part them. */
function contains(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); phrase !== '' && at !== -1; at = text.indexOf(phrase, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? '';
    const after = text.charAt(at + phrase.length);
    if (!isOneWord(before, phrase.charAt(0)) && !isOneWord(phrase.at(-1) ?? '', after)) return true;
  }
  return false;
}

const PARTED = /[\p{L}\p{N}]/u;
const NOT_PARTED = /\p{Script=Han}/u;
const isOneWord = (left: string, right: string) =>
  [left, right].every((letter) => PARTED.test(letter) && !NOT_PARTED.test(letter));
