// A link as Slack writes it: `<target|label>`. Mentions (`<@…>`, `<#…>`, `<!…>`) stay as they are.
const LINK = /<(?![@#!])([^<>|]*)(?:\|([^<>]*))?>/g;

/** What was typed: Slack turns names like `jane.doe@corp.example` into links and escapes three characters. */
export function commandWords(text: string): string {
  return text
    .replace(LINK, (_, target: string, label: string | undefined) => label ?? target.replace(/^mailto:/, ''))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
