import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '../../../docs');

/** The commands that a page gives under a mark, as somebody pastes them. @throws {Error} when the page has none */
export function stepsOf(page: string, name: string): string {
  const text = readFileSync(join(DOCS, page), 'utf8');
  const [, commands] =
    new RegExp(`<!-- steps: ${name} -->\\n\\n\`\`\`sh\\n([\\s\\S]*?)\`\`\``).exec(text) ?? [];
  if (commands === undefined) throw new Error(`${page} has no steps called ${name}`);
  return commands;
}
