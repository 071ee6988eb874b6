/** What somebody named by a member id is called. */
export type NameOf = (memberId: string) => string;

/** A link by its words; where it leads is kept for the foot of the message. */
export type LinkText = (words: string, url: string) => string;

const MARKUP = /<@(?<member>[A-Z0-9]+)>|<(?<url>https?:[^|>]+)(?:\|(?<words>[^>]*))?>|\*(?<bold>[^*\n]+)\*/gu;

/** Slack's own markup as a person reads it. https://docs.slack.dev/messaging/formatting-message-text */
export function mrkdwnText(markup: string, nameOf: NameOf, linkText: LinkText): string {
  const shown = markup.replaceAll('\u200B', '').replace(MARKUP, (...match) => {
    const { member, url, words, bold } = match.at(-1) as Record<string, string | undefined>;
    if (member !== undefined) return `@${nameOf(member)}`;
    if (url !== undefined) return linkText(unescaped(words ?? url), unescaped(url));
    return bold ?? '';
  });
  return unescaped(shown);
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
