import { audit } from './audit.ts';
import type { Command } from './command.ts';
import { confirm } from './confirm.ts';
import { enforce, unenforce } from './enforce.ts';
import { help } from './help.ts';
import { here } from './here.ts';
import { history } from './history.ts';
import { createMe } from './me.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { start } from './start.ts';
import { status } from './status.ts';

/** What people can ask, in the order help shows it. */
export function commandTable(): readonly Command[] {
  const table: Command[] = [
    createMe(),
    status,
    history,
    enforce,
    unenforce,
    audit,
    start,
    pause,
    preview,
    confirm,
    here,
  ];
  return [...table, help(() => table)];
}
