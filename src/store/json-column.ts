import { z } from 'zod';
import { accountId, userId } from '../domain/ram-user.ts';
import { DatabaseError } from './database-error.ts';

/** A value that lies in one column as JSON: what is read is checked, and no more can be written than can be read. */
export interface JsonColumn<T> {
  readonly write: (value: T) => string;
  /** @throws {DatabaseError} naming the place alone: what it holds may be personal */
  readonly read: (stored: string) => T;
}

/** A property added to a stored shape needs a default: rows written before have none. */
export function jsonColumn<S extends z.ZodType>(column: string, shape: S): JsonColumn<z.output<S>> {
  return {
    write: (value) => JSON.stringify(value),
    read(stored) {
      const { success, data } = shape.safeParse(parsed(stored));
      if (!success) throw damaged(column);
      return data;
    },
  };
}

/** By another version, or by hand. */
function damaged(column: string): DatabaseError {
  const message = `What the database holds in ${column} was not written by this version and cannot be read: put a backup in its place, or install the version that wrote it`;
  return new DatabaseError('damaged_row', message);
}

/** undefined where it is no JSON: no shape takes that. */
function parsed(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    return undefined;
  }
}

export const storedAccountId = z.string().transform(accountId);
export const storedUserId = z.string().transform(userId);
