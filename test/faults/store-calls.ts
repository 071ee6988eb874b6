import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';

/** One statement on its way to the database. */
export interface StoreCall {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Called before the statement is carried out: what it throws, the statement fails with. */
export type BeforeCall = (call: StoreCall) => void;

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Every statement of this process passes by here, whichever driver takes it, until the function it answers with is called. */
export function interceptStore(before: BeforeCall): () => void {
  const restore = [...interceptFile(before), interceptServer(before)];
  return () => {
    for (const one of restore) one();
  };
}

function interceptFile(before: BeforeCall): readonly (() => void)[] {
  const scratch = new SqliteDatabase(':memory:');
  const statements = Object.getPrototypeOf(scratch.prepare('select 1')) as Record<string, Method>;
  scratch.close();
  return ['run', 'all', 'get', 'iterate'].map((name) => {
    const original = statements[name] as Method;
    statements[name] = function (this: unknown, ...args) {
      const parameters = Array.isArray(args[0]) ? args[0] : args;
      before({ sql: (this as { readonly source: string }).source, parameters });
      return original.apply(this, args);
    };
    return () => {
      statements[name] = original;
    };
  });
}

function interceptServer(before: BeforeCall): () => void {
  const clients = pg.Client.prototype as unknown as { query: Method };
  const original = clients.query;
  clients.query = function (this: unknown, ...args) {
    const [sql, parameters] = args;
    // Whoever hands over a callback or an object of its own is the driver itself.
    if (typeof sql !== 'string') return original.apply(this, args);
    try {
      before({ sql, parameters: Array.isArray(parameters) ? parameters : [] });
    } catch (error) {
      return Promise.reject(error);
    }
    return original.apply(this, args);
  };
  return () => {
    clients.query = original;
  };
}
