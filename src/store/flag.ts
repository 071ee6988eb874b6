import type { Flag } from './schema.ts';

export function flag(value: boolean): Flag;
export function flag(value: boolean | null): Flag | null;
export function flag(value: boolean | null): Flag | null {
  return value === null ? null : value ? 1 : 0;
}

export function truth(value: Flag): boolean;
export function truth(value: Flag | null): boolean | null;
export function truth(value: Flag | null): boolean | null {
  return value === null ? null : value === 1;
}
