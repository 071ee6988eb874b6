import { audit } from './audit.ts';
import type { CommandTable } from './command.ts';
import { confirm } from './confirm.ts';
import { enforce, unenforce } from './enforce.ts';
import { createHelp } from './help.ts';
import { here } from './here.ts';
import { history } from './history.ts';
import { createMe } from './me.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { start } from './start.ts';
import { status } from './status.ts';

export function commandTable(): CommandTable {
  const table: CommandTable = {
    me: createMe(),
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
    help: createHelp(() => table),
  };
  return table;
}
