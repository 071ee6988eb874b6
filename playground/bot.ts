import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Bot {
  readonly name: string;
}

interface Manifest {
  readonly display_information: { readonly name: string };
}

/** The bot as its Slack app introduces it. */
export function readBot(): Bot {
  const manifest: Manifest = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'));
  return { name: manifest.display_information.name };
}
