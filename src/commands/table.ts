import { audit } from './audit.ts';
import { away } from './away.ts';
import type { CommandTable } from './command.ts';
import { confirm } from './confirm.ts';
import { approve, decline } from './decide-exemption.ts';
import { enforce, unenforce } from './enforce.ts';
import { erase } from './erase.ts';
import { exempt } from './exempt.ts';
import { createHelp } from './help.ts';
import { here } from './here.ts';
import { history } from './history.ts';
import { later } from './later.ts';
import { link } from './link.ts';
import { createMe } from './me.ts';
import { more } from './more.ts';
import { notMe } from './not-me.ts';
import { notNeeded } from './not-needed.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { remind } from './remind.ts';
import { createReport } from './report.ts';
import { shared } from './shared.ts';
import { start } from './start.ts';
import { status } from './status.ts';

export function commandTable(): CommandTable {
  const table: CommandTable = {
    me: createMe(),
    'not-needed': notNeeded,
    'not-me': notMe,
    shared,
    later,
    away,
    status,
    history,
    enforce,
    unenforce,
    audit,
    start,
    pause,
    preview,
    report: createReport(),
    remind,
    exempt,
    approve,
    decline,
    link,
    erase,
    confirm,
    more,
    here,
    help: createHelp(() => table),
  };
  return table;
}
