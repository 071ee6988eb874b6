import { mayUse } from '../domain/permission.ts';
import type { Command } from './command.ts';

/** Made from the command table: the caller sees what the caller may use. */
export function help(table: () => readonly Command[]): Command {
  return {
    name: 'help',
    usage: 'help',
    async run(_deps, call) {
      const usable = table().filter((command) => mayUse(call.role, command.name));
      return call.texts.reply.help({ commands: usable.map(({ name, usage }) => ({ name, usage })) });
    },
  };
}
