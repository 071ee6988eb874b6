import { expect, it } from 'vitest';
import type { Language } from '../../src/domain/message.ts';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { SAMPLES } from '../domain/texts/samples.ts';
import { dingtalkRendering, slackRendering } from './renderings.ts';

const INTRODUCTION = `# The same message in both chats

Made by \`test/docs/renderings.test.ts\` with what the bot itself turns messages into for each chat
(\`src/chat/slack/message-blocks.ts\`, \`src/chat/dingtalk/message-markdown.ts\`); do not edit by hand. After a change, write it
anew with \`npx vitest run test/docs/renderings.test.ts --update\`. All the messages, before any chat's markup, are in
[messages.md](messages.md).

- **Slack**: first what a notification shows, then what the blocks say, with where links lead below; the blocks as they are sent
  are folded up beneath.
- **DingTalk**: first the title, which the chat list and a notification show, then the Markdown as it is sent. Data is escaped, so
  that no mark in a name is one. Tables become lists and charts a small line, since DingTalk shows neither; a button is a link
  that types its command, in groups the command itself.`;

const SHOWN: readonly {
  readonly from: string;
  readonly title: string;
  readonly languages: readonly Language[];
}[] = [
  { from: 'notice.nudge', title: 'first', languages: ['en', 'zh'] },
  { from: 'channel.digest', title: 'a day with everything', languages: ['en', 'zh'] },
  {
    from: 'reply.enforcePreview',
    title: 'two users, and reasons to leave one out (1)',
    languages: ['en'],
  },
];

const NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: 'Chinese' };

it('docs/renderings.md shows messages as each chat gets them', async () => {
  const parts = SHOWN.flatMap(({ from, title, languages }) => {
    const sample = SAMPLES.find((one) => one.from === from && one.title === title);
    if (sample === undefined) throw new Error(`There is no message ${from}: ${title}`);
    return languages.map((language) => {
      const message = sample.of(textsFor(language));
      return [
        `## ${from}: ${title}, in ${NAMES[language]}`,
        '### Slack',
        slackRendering(message),
        '### DingTalk',
        dingtalkRendering(message, from.startsWith('channel.') ? 'group' : 'direct'),
      ].join('\n\n');
    });
  });
  await expect([INTRODUCTION, ...parts].join('\n\n').concat('\n')).toMatchFileSnapshot(
    '../../docs/renderings.md',
  );
});
