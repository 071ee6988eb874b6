import type { TestProject } from 'vitest/node';
import { startEmbeddedServer } from './embedded-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the project whose tests run on PostgreSQL; the others have none. */
    postgres: { readonly port: number } | { readonly whyNot: string };
  }
}

/** One server for all of these tests; where it cannot start they say so and are skipped. */
export async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startEmbeddedServer();
    provide('postgres', { port: server.port });
    return () => server.stop();
  } catch (error) {
    provide('postgres', { whyNot: String(error) });
    return undefined;
  }
}
