import { DWClient, TOPIC_ROBOT } from 'dingtalk-stream';
import { createDingtalk } from '../../src/chat/dingtalk/index.ts';
import { systemClock } from '../../src/clock.ts';
import { Secret } from '../../src/config/secret.ts';
import { createLog } from '../../src/log.ts';
import { NO_PROXIES } from '../../src/net/proxies.ts';
import { createWayOut } from '../../src/net/way-out.ts';

/** Who listens for what people write: the vendor's client as it comes, or this bot. */
export type Listener = 'stock' | 'bot';

/** The argument of this process. */
export interface ListenerArguments {
  readonly listener: Listener;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  readonly oapiUrl: string;
}

// In a process of its own, because the vendor's client never ends by itself: it listens until it is killed.
const access = JSON.parse(process.argv[2] ?? '{}') as ListenerArguments;
process.on('disconnect', () => process.exit(0));

/** With its default options. Its gateway is a constant, so this one call is made here: it resolves and rejects as its own does. */
class StockClient extends DWClient {
  override async getEndpoint(): Promise<this> {
    const { clientId, clientSecret, ua, subscriptions } = this.config;
    const answer = await fetch(`${access.apiUrl}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, ua, subscriptions }),
    });
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status}`);
    const { endpoint, ticket } = (await answer.json()) as { endpoint: string; ticket: string };
    return Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
  }
}

async function listenWithStockClient(): Promise<void> {
  const { clientId, clientSecret } = access;
  const client = new StockClient({ clientId, clientSecret });
  client.registerCallbackListener(TOPIC_ROBOT, () => undefined);
  await client.connect();
}

async function listenAsBot(): Promise<void> {
  const { commandSource } = createDingtalk({
    ...access,
    clientSecret: new Secret(access.clientSecret),
    robotCode: access.clientId,
    securityConversationId: null,
    clock: systemClock,
    random: Math.random,
    log: createLog('silent'),
    wayOut: createWayOut(NO_PROXIES),
    memory: { takeOnce: async () => true, count: async () => undefined },
  });
  await commandSource.start(async () => undefined);
}

await (access.listener === 'stock' ? listenWithStockClient() : listenAsBot());
