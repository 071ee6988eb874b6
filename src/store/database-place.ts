import type { Secret } from '../config/secret.ts';

/** A file on a local disk, or a database of a PostgreSQL server. */
export type DatabasePlace = FilePlace | ServerPlace;

export interface FilePlace {
  readonly kind: 'file';
  readonly path: string;
}

export interface ServerPlace {
  readonly kind: 'server';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: Secret | null;
  readonly tls: ServerTls;
}

/** What of the server's certificate is verified; `off`: the connection is not encrypted. */
export type ServerTls =
  | { readonly verify: 'off' }
  | {
      readonly verify: 'nothing' | 'authority' | 'authority_and_host';
      /** The authority's certificate; null: those that come with Node. */
      readonly authority: string | null;
    };

/** As one would write it into DATABASE_URL; it holds no secret. */
export function placeUrl(place: DatabasePlace): string {
  if (place.kind === 'file') return `file:${place.path}`;
  const { host, port, user, database } = place;
  const name = host.includes(':') ? `[${host}]` : host;
  return `postgres://${encodeURIComponent(user)}@${name}:${port}/${encodeURIComponent(database)}`;
}
