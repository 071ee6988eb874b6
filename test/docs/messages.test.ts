import { expect, it } from 'vitest';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { SAMPLES } from '../domain/texts/samples.ts';
import { messageMarkdown } from './markdown.ts';

const INTRODUCTION = `# Every message of the bot

Made from the texts in \`src/domain/texts/\` by \`test/docs/messages.test.ts\`, with invented people and accounts; do not
edit by hand. After changing a text, write it anew with \`npx vitest run test/docs/messages.test.ts --update\`.
The first line of each message is what a phone's notification shows. Buttons stand with the command they type. What Slack and
DingTalk each get of the same message: [renderings.md](renderings.md).`;

it('docs/messages.md shows every message as it is', async () => {
  const parts = SAMPLES.map((sample, index) => {
    const isFirstOfItsKind = SAMPLES[index - 1]?.from !== sample.from;
    return [
      ...(isFirstOfItsKind ? [`## ${sample.from}`] : []),
      `### ${sample.from}: ${sample.title}`,
      messageMarkdown(sample.of(textsFor('en'))),
      messageMarkdown(sample.of(textsFor('zh'))),
    ].join('\n\n');
  });
  await expect([INTRODUCTION, ...parts].join('\n\n').concat('\n')).toMatchFileSnapshot(
    '../../docs/messages.md',
  );
});
