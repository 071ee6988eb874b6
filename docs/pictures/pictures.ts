import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VNode } from 'preact';
import { setStage } from '../../demo/stage.ts';
import { readBot } from '../../playground/bot.ts';
import type { DingtalkMessage, SlackMessage, View } from '../../playground/view.ts';
import { viewOfStage } from '../../playground/view-of-stage.ts';
import { dingtalkFrame, slackFrame } from './frame.ts';
import { outline } from './outline.ts';
import { playStory } from './story.ts';

export interface Picture {
  readonly file: string;
  readonly drawing: VNode;
}

/** What a picture was made from: it has to be made anew when that is not so any more. */
export interface MadeFrom {
  /** What stands in it, part by part. */
  readonly outline: readonly string[];
  /** Of the style sheets. */
  readonly look: string;
}

/** Of a record that is salted anew each time. */
const CHAIN_HEAD = /\b[0-9a-f]{64}\b/g;

const PAGE_FOLDER = join(import.meta.dirname, '../../playground/page');
const STYLE_SHEETS = ['page.css', 'slack/slack.css', 'dingtalk/dingtalk.css'];

/** Messages that the sandbox received in a story of made-up people. */
export async function pictures(): Promise<readonly Picture[]> {
  const stage = await setStage({ chats: ['slack', 'dingtalk'] });
  try {
    await stage.advanceTo(stage.clock.now());
    const look = () => viewOfStage(stage, { stage: 1, busy: null, faults: [], botName: readBot().name });
    const { started, overdue } = await playStory(stage, look);
    return [
      { file: 'slack-message.png', drawing: firstMessageInSlack(started) },
      { file: 'dingtalk-message.png', drawing: firstMessageInDingtalk(started) },
      { file: 'slack-digest.png', drawing: digestInSlack(overdue) },
    ];
  } finally {
    await stage.stop();
  }
}

function firstMessageInSlack(view: View): VNode {
  const viewerId = view.personas.nudged.slack?.id ?? '';
  const message = last(view.slack.people.find(({ id }) => id === viewerId)?.messages);
  return slackFrame(view, viewerId, { title: view.bot.name, message });
}

function firstMessageInDingtalk(view: View): VNode {
  const viewerId = view.personas.nudged.dingtalk?.id ?? '';
  const message = last(view.dingtalk.people.find(({ id }) => id === viewerId)?.messages);
  return dingtalkFrame(view, viewerId, { title: view.bot.name, message });
}

function digestInSlack(view: View): VNode {
  const [channel] = view.slack.channels;
  const viewerId = view.personas.channel.slack?.id ?? '';
  return slackFrame(view, viewerId, { title: `# ${channel?.name}`, message: last(channel?.messages) });
}

function last<Message extends SlackMessage | DingtalkMessage>(
  messages: readonly Message[] | undefined,
): Message {
  const message = messages?.at(-1);
  if (message === undefined) throw new Error('A message that a picture shows did not come');
  return message;
}

export async function madeFrom({ drawing }: Picture): Promise<MadeFrom> {
  return {
    outline: outline(drawing).map((line) => line.replace(CHAIN_HEAD, 'HEAD')),
    look: createHash('sha256')
      .update(await style())
      .digest('hex'),
  };
}

/** The page's own style sheets. */
export async function style(): Promise<string> {
  const sheets = await Promise.all(STYLE_SHEETS.map((name) => readFile(join(PAGE_FOLDER, name), 'utf8')));
  return sheets.join('\n');
}
