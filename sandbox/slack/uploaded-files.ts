import type { Random } from '../random.ts';
import type { SharedFile } from './message.ts';
import { randomId } from './random-id.ts';

/** Files on their way into the workspace. */
export interface UploadedFiles {
  /** Awaits a file of that length, once, at the path. */
  announce(name: string, length: number): { readonly id: string; readonly path: string };
  /** What came to the path. */
  accept(path: string, content: Buffer): 'taken' | 'nothing_awaited' | 'length_differs';
  /** The file that came, which is given out once; null: none by that id, or not whole. */
  take(id: string): SharedFile | null;
}

export const UPLOAD_PATH = '/upload/v1/';

export function createUploadedFiles(random: Random): UploadedFiles {
  const awaited = new Map<string, { readonly id: string; readonly name: string; readonly length: number }>();
  const arrived = new Map<string, SharedFile>();
  return {
    announce(name, length) {
      const id = randomId(random, 'F');
      const path = `${UPLOAD_PATH}${randomId(random, '')}${randomId(random, '')}`;
      awaited.set(path, { id, name, length });
      return { id, path };
    },
    accept(path, content) {
      const file = awaited.get(path);
      awaited.delete(path);
      if (file === undefined) return 'nothing_awaited';
      if (content.length !== file.length) return 'length_differs';
      arrived.set(file.id, { name: file.name, content });
      return 'taken';
    },
    take(id) {
      const file = arrived.get(id) ?? null;
      arrived.delete(id);
      return file;
    },
  };
}
