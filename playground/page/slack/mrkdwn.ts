/** A piece of a text in Slack's own markup. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly spans: readonly Span[] }
  | { readonly kind: 'link'; readonly url: string; readonly spans: readonly Span[] }
  | { readonly kind: 'member' | 'channel' | 'usergroup'; readonly id: string }
  /** `here`, `channel`, `everyone` */
  | { readonly kind: 'broadcast'; readonly range: string };

/** Lines that stand together. */
export type Part =
  | { readonly kind: 'lines' | 'quote'; readonly spans: readonly Span[] }
  | { readonly kind: 'preformatted'; readonly text: string };

const FENCE = /```([\s\S]*?)```/;
const QUOTED = /^&gt; ?/;

/** https://docs.slack.dev/messaging/formatting-message-text; `verbatim`: plain addresses stay plain. */
export function readMrkdwn(markup: string, verbatim = false): readonly Part[] {
  // Split at a group, every second piece is what stood in a fence.
  return markup
    .split(FENCE)
    .flatMap((piece, index): readonly Part[] =>
      index % 2 === 1
        ? [{ kind: 'preformatted', text: unescaped(piece.trim()) }]
        : outsideFences(piece, verbatim),
    );
}

function outsideFences(piece: string, verbatim: boolean): readonly Part[] {
  const parts: { kind: 'lines' | 'quote'; lines: string[] }[] = [];
  const lines = piece.replace(/^\n|\n$/g, '').split('\n');
  for (const line of lines) {
    const kind = QUOTED.test(line) ? 'quote' : 'lines';
    const last = parts.at(-1);
    const bare = line.replace(QUOTED, '');
    if (last?.kind === kind) last.lines.push(bare);
    else parts.push({ kind, lines: [bare] });
  }
  return parts
    .filter(({ lines: [first = '', ...more] }) => first !== '' || more.length > 0)
    .map(({ kind, lines: joined }) => ({
      kind,
      spans: joined.flatMap((line, index) => spansOfLine(line, index, verbatim)),
    }));
}

function spansOfLine(line: string, index: number, verbatim: boolean): readonly Span[] {
  const spans = readSpans(line, verbatim);
  return index === 0 ? spans : [{ kind: 'break' }, ...spans];
}

// A mark counts where no letter or digit touches it from outside, and no blank from inside.
const marked = (mark: string, name: string) =>
  String.raw`(?<![\p{L}\p{N}])${mark}(?=\S)(?<${name}>[^${mark}\n]*?\S)${mark}(?![\p{L}\p{N}])`;
const MARKUP = new RegExp(
  [
    String.raw`<(?<angle>[^<>\n]+)>`,
    '`(?<code>[^`\\n]+)`',
    marked(String.raw`\*`, 'bold'),
    marked('_', 'italic'),
    marked('~', 'strike'),
    String.raw`(?<address>https?:\/\/[^\s<>|]+)`,
  ].join('|'),
  'gu',
);

function readSpans(line: string, verbatim: boolean): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of line.matchAll(MARKUP)) {
    const { groups = {}, index } = match;
    if (verbatim && groups.address !== undefined) continue;
    spans.push(...plain(line.slice(end, index)), spanOf(groups, verbatim));
    end = index + match[0].length;
  }
  return [...spans, ...plain(line.slice(end))];
}

function spanOf(groups: Readonly<Record<string, string | undefined>>, verbatim: boolean): Span {
  const { angle, code, bold, italic, strike, address = '' } = groups;
  if (angle !== undefined) return angleSpan(angle, verbatim);
  if (code !== undefined) return { kind: 'code', text: unescaped(code) };
  if (bold !== undefined) return { kind: 'bold', spans: readSpans(bold, verbatim) };
  if (italic !== undefined) return { kind: 'italic', spans: readSpans(italic, verbatim) };
  if (strike !== undefined) return { kind: 'strike', spans: readSpans(strike, verbatim) };
  return { kind: 'link', url: unescaped(address), spans: plain(address) };
}

function angleSpan(inner: string, verbatim: boolean): Span {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? target : inner.slice(bar + 1);
  if (/^@[UW]/.test(target)) return { kind: 'member', id: target.slice(1) };
  if (/^#[CG]/.test(target)) return { kind: 'channel', id: target.slice(1) };
  if (target.startsWith('!subteam^')) return { kind: 'usergroup', id: target.slice('!subteam^'.length) };
  if (/^!(?:here|channel|everyone|group)$/.test(target)) return { kind: 'broadcast', range: target.slice(1) };
  const spans = bar < 0 ? plain(label) : readSpans(label, verbatim);
  return { kind: 'link', url: unescaped(target), spans };
}

function plain(text: string): readonly Span[] {
  const shown = unescaped(text).replaceAll('\u200B', '');
  return shown === '' ? [] : [{ kind: 'text', text: shown }];
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
