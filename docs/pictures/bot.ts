import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Bot {
  readonly name: string;
  readonly color: string;
}

interface Manifest {
  readonly display_information: { readonly name: string; readonly background_color: string };
}

/** The bot as its Slack app introduces it. */
export function readBot(): Bot {
  const manifest: Manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  const { name, background_color: color } = manifest.display_information;
  return { name, color };
}
