import { z } from 'zod';
import { Secret } from './secret.ts';
import type { Format } from './variable.ts';

export function integer(min: number, max: number): Format<number> {
  const message = `write a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

export function oneOf<const Value extends string>(values: readonly Value[]): Format<Value> {
  return z.enum(values, { error: `write ${values.join(' or ')}` });
}

/** Entries between commas; blanks around them and empty ones do not count. */
export function listOf<T>(entry: Format<T>): Format<readonly T[]> {
  return z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .transform((parts) => [...new Set(parts.filter((part) => part !== ''))])
    .pipe(z.array(entry));
}

export function matching(pattern: RegExp, message: string): Format<string> {
  return z.string().regex(pattern, message);
}

export function secret(text: Format<string> = z.string()): Format<Secret> {
  return text.transform((value) => new Secret(value));
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost']);

/** An `https:` URL; `http:` reaches this machine only, since credentials and personal data travel on it. */
export function webAddress(example: string): Format<URL> {
  return z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !isPlain(url)) {
      context.addIssue(`write a URL such as ${example}, without a user name, a password or a query`);
      return z.NEVER;
    }
    if (url.protocol === 'https:' || LOOPBACK_HOSTS.has(url.hostname)) return url;
    context.addIssue('use https:// (http:// is for 127.0.0.1 and localhost only)');
    return z.NEVER;
  });
}

function isPlain(url: URL): boolean {
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username + url.password + url.search + url.hash === '';
}
