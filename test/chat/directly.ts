import { NO_PROXIES } from '../../src/net/proxies.ts';
import { createWayOut } from '../../src/net/way-out.ts';

/** Where nothing stands between the bot and the sandbox. */
export const directly = createWayOut(NO_PROXIES);
