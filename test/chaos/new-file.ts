import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FilePlace, placeUrl } from '../../src/store/database-place.ts';
import type { TestDatabase } from '../store/test-database.ts';

/** A database file of its own. */
export function newFile(): TestDatabase & { readonly place: FilePlace } {
  const folder = mkdtempSync(join(tmpdir(), 'ram-mfa-bot-chaos-'));
  const place = { kind: 'file', path: join(folder, 'mfa.db') } as const;
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  return { place, url: placeUrl(place), remove };
}
