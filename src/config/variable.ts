import type { z } from 'zod';
import type { ConfigProblem } from './config-error.ts';

/** Names and values as they were set; unset ones are missing. */
export type RawVariables = Readonly<Record<string, string>>;

/** Reads a variable's text into T, or says what to write instead. */
export type Format<T> = z.ZodType<T, string>;

/** One variable: how its text is read, and the text that stands in for it when unset. */
export interface Variable<T> {
  readonly format: Format<T>;
  /** null: unset gives null. */
  readonly fallback: string | null;
}

export function optional<T>(format: Format<T>): Variable<T | null> {
  return { format, fallback: null };
}

export function withDefault<T>(fallback: string, format: Format<T>): Variable<T> {
  return { format, fallback };
}

type Variables = Readonly<Record<string, Variable<unknown>>>;
type Values<V extends Variables> = {
  readonly [Name in keyof V]: V[Name] extends Variable<infer T> ? T : never;
};

export interface GroupReading<T> {
  /** undefined exactly when there are problems. */
  readonly value: T | undefined;
  readonly problems: readonly ConfigProblem[];
  /** Works, but probably not as meant. */
  readonly advice: readonly ConfigProblem[];
}

/** Variables that make up one part of the Config. */
export interface ConfigGroup<T> {
  /** By name, with the default as one would write it. */
  readonly defaults: ReadonlyMap<string, string | null>;
  read(raw: RawVariables): GroupReading<T>;
}

export function defineGroup<V extends Variables, T>(definition: {
  readonly variables: V;
  /** What no variable shows alone: asked whether or not each of them is well-formed. */
  readonly check?: (raw: RawVariables, wellFormed: Partial<Values<V>>) => readonly ConfigProblem[];
  readonly advise?: (raw: RawVariables) => readonly ConfigProblem[];
  readonly build: (values: Values<V>) => T;
}): ConfigGroup<T> {
  const { variables, check, advise, build } = definition;
  return {
    defaults: new Map(Object.entries(variables).map(([name, { fallback }]) => [name, fallback])),
    read(raw) {
      const { values, problems } = readValues(variables, raw);
      const all = [...problems, ...(check?.(raw, values as Partial<Values<V>>) ?? [])];
      const value = all.length === 0 ? build(values as Values<V>) : undefined;
      return { value, problems: all, advice: advise?.(raw) ?? [] };
    },
  };
}

function readValues(variables: Variables, raw: RawVariables) {
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [variable, { format, fallback }] of Object.entries(variables)) {
    const text = raw[variable] ?? fallback;
    const result = text === null ? { success: true as const, data: null } : format.safeParse(text);
    if (result.success) values[variable] = result.data;
    else problems.push({ variable, message: messageOf(result.error) });
  }
  return { values, problems };
}

function messageOf(error: z.ZodError): string {
  const messages = error.issues.map(({ path: [index], message }) =>
    typeof index === 'number' ? `entry ${index + 1}: ${message}` : message,
  );
  return [...new Set(messages)].join('; ');
}

/** Each of `names` that is unset although another one is set. */
export function allOrNone(raw: RawVariables, names: readonly string[]): readonly ConfigProblem[] {
  const set = names.filter((name) => raw[name] !== undefined);
  if (set.length === 0) return [];
  return names
    .filter((name) => raw[name] === undefined)
    .map((variable) => ({ variable, message: `set it too, or remove ${set.join(' and ')}` }));
}
