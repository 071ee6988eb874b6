// A process of its own: connects, stops, and has nothing left to wait for.
import { createDingtalk } from '../../../src/chat/dingtalk/index.ts';
import { systemClock } from '../../../src/clock.ts';
import { Secret } from '../../../src/config/secret.ts';
import { createLog } from '../../../src/log.ts';
import { directly } from '../directly.ts';

const { API_URL = '', OAPI_URL = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env;
const { commandSource } = createDingtalk({
  clientId: CLIENT_ID,
  clientSecret: new Secret(CLIENT_SECRET),
  robotCode: CLIENT_ID,
  apiUrl: API_URL,
  oapiUrl: OAPI_URL,
  securityConversationId: null,
  clock: systemClock,
  random: Math.random,
  log: createLog('silent'),
  wayOut: directly,
  memory: { takeOnce: async () => true, count: async () => {} },
});
await commandSource.start(async () => {});
await commandSource.stop(AbortSignal.timeout(5000));
