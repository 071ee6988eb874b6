import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { createNarrator } from './narrator.ts';
import { MEMBERS } from './people.ts';
import type { Scene } from './scenes/scene.ts';
import { setStage } from './stage.ts';
import { STORIES } from './story.ts';

const USAGE = `Usage: npm run demo [-- trouble]

Tells one story, from the first audit to an enforcement, with the real bot between a fake Alibaba Cloud, a fake Slack and a fake
DingTalk on this machine. Nothing is set up for it and nothing is kept.

  trouble     the other story: one person, one account and one chat that do not work for a week

  --help      this
  --version   which version this is
`;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const { help, version, story } = asked(argv);
  if (story === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (!help && !version) return tell(story);
  process.stdout.write(version ? `${packageJson.version}\n` : USAGE);
  return 0;
}

/** No story: it was not understood. */
function asked(argv: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const options = { help: flag, version: flag };
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [name = 'company', ...more] = positionals;
    const story = STORIES.get(more.length === 0 ? name : '') ?? null;
    return { ...values, story };
  } catch {
    return { help: false, version: false, story: null };
  }
}

async function tell(story: readonly Scene[]): Promise<number> {
  // Whoever has read enough (`| head`) is no failure.
  process.stdout.on('error', () => process.exit(0));
  const stage = await setStage({ chats: ['slack', 'dingtalk'] });
  const names = new Map(MEMBERS.map(({ id, realName }) => [id, realName] as const));
  const narrator = createNarrator({
    write: (text) => process.stdout.write(text),
    isTerminal: process.stdout.isTTY,
    timeZone: stage.timeZone,
    nameOf: (memberId) => names.get(memberId) ?? memberId,
  });
  try {
    for (const scene of story) await scene(stage, narrator);
  } finally {
    await stage.stop();
  }
  if (narrator.failures.length === 0) return 0;
  process.stderr.write(`Not as told:\n${narrator.failures.map((fact) => `- ${fact}\n`).join('')}`);
  return 1;
}
