import { createSlack } from '../../../src/chat/slack/index.ts';
import { Secret } from '../../../src/config/secret.ts';
import { createLog } from '../../../src/log.ts';
import { directly } from '../directly.ts';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';

// A program of its own: connects, stops on a signal, and has to end by itself then.
const slack = createSlack({
  botToken: new Secret(BOT_TOKEN),
  appToken: new Secret(APP_TOKEN),
  apiUrl: process.argv[2] ?? '',
  viewerUsergroupId: null,
  awayWords: [],
  clock: { now: () => Date.now(), sleep: () => Promise.reject(new Error('nothing is to be waited for')) },
  random: () => 0,
  log: createLog('trace'),
  wayOut: directly,
});
process.once('SIGTERM', () => void slack.commandSource.stop(AbortSignal.timeout(5000)));
await slack.commandSource.start(async () => {});
