import { createNarrator } from './narrator.ts';
import { MEMBERS } from './people.ts';
import { setStage } from './stage.ts';
import { tellStory } from './story.ts';

const stage = await setStage({ chats: ['slack', 'dingtalk'] });
const names = new Map(MEMBERS.map(({ id, realName }) => [id, realName] as const));
const narrator = createNarrator({
  write: (text) => process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
  timeZone: stage.timeZone,
  nameOf: (memberId) => names.get(memberId) ?? memberId,
});
try {
  await tellStory(stage, narrator);
} finally {
  await stage.stop();
}
if (narrator.failures.length > 0) {
  process.stderr.write(`Not as told:\n${narrator.failures.map((fact) => `- ${fact}\n`).join('')}`);
  process.exitCode = 1;
}
