// What the Slack CLI asks for before it creates or updates the app: manifest.yml, which it does not read, as JSON.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const path = new URL('../manifest.yml', import.meta.url);
process.stdout.write(`${JSON.stringify(parse(readFileSync(path, 'utf8')))}\n`);
