import { COMMAND_NAMES } from '../domain/command.ts';
import { mayUse } from '../domain/permission.ts';
import { VERSION } from '../version.ts';
import type { Command, CommandTable } from './command.ts';

/** Made from the command table: the caller sees what the caller may use. */
export function createHelp(table: () => CommandTable): Command {
  return {
    usage: 'help',
    words: { min: 0, max: 0 },
    async run(_deps, call) {
      const usable = COMMAND_NAMES.filter((name) => mayUse(call.role, name));
      const commands = usable.map((name) => ({ name, usage: table()[name].usage }));
      return call.texts.reply.help({ commands, version: VERSION });
    },
  };
}
