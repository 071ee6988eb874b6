import { wireText } from '../../demo/wire-text.ts';
import { messageMarkdown } from '../../src/chat/dingtalk/message-markdown.ts';
import type { Setting } from '../../src/chat/dingtalk/setting.ts';
import { messageBlocks } from '../../src/chat/slack/message-blocks.ts';
import type { Message } from '../../src/domain/message.ts';

const WIDTH = 100;

/** What goes to Slack, as people read it there and as it is sent. */
export function slackRendering(message: Message): string {
  const blocks = messageBlocks(message, 'newest');
  const sent = { text: message.summary, blocks: blocks.map((block) => ({ ...block })) };
  const { lines, links } = wireText(sent, WIDTH, (memberId) => memberId);
  const foot = links.map((url, index) => `[${index + 1}] ${url}`);
  return [
    fenced('text', [message.summary, '', ...lines, ...(foot.length > 0 ? ['', ...foot] : [])].join('\n')),
    `<details><summary>The ${blocks.length} blocks</summary>`,
    fenced('json', `[\n${blocks.map((block) => `  ${JSON.stringify(block)}`).join(',\n')}\n]`),
    '</details>',
  ].join('\n\n');
}

/** What goes to DingTalk, as it is sent. */
export function dingtalkRendering(message: Message, place: Setting['place']): string {
  const { title, text } = messageMarkdown(message, { place, links: 'clickable' });
  return [fenced('text', title), fenced('markdown', text)].join('\n\n');
}

function fenced(language: string, text: string): string {
  if (text.includes('```')) throw new Error('The text would end the block it stands in');
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
