import { type Dispatcher, Pool } from 'undici';
import type { ProxyAddress } from './proxies.ts';
import { ProxyError } from './proxy-error.ts';

/** The connections to a proxy. That it could not be reached, or refused, is told apart from what happens behind it. */
export class Entrance extends Pool {
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(...all: Parameters<Dispatcher['connect']>): void;
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const answer = await super.connect(options).catch((error: unknown) => {
      throw ProxyError.unreachable(error);
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => undefined).destroy();
    throw ProxyError.refused(answer.statusCode);
  }
}

/** Who comes, in the words of the `Proxy-Authorization` header; null: nobody in particular. */
export function admissionTo({ credentials }: ProxyAddress): string | null {
  return credentials === null ? null : `Basic ${Buffer.from(credentials.reveal()).toString('base64')}`;
}
