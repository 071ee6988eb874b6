import { CHATS } from '../domain/chats.ts';
import { type Command, type CommandDeps, usageOf } from './command.ts';
import { findAsked } from './confirm.ts';
import { firstRow } from './first-row.ts';

type MoreDeps = Pick<CommandDeps, 'db' | 'clock'>;

/** Further users of a preview, as they wait for the confirmation; looking at them confirms nothing. */
export const more: Command = {
  usage: 'more <code> <from>',
  words: { min: 2, max: 2 },
  async run(deps: MoreDeps, call) {
    const [code = '', where] = call.args;
    const from = firstRow(where);
    if (from === null) return usageOf(call, 'more', more);
    const asked = await findAsked(deps, call, code);
    if (asked.kind === 'answer') return asked.message;
    const { row } = asked;
    if (!('direction' in row.preview)) return usageOf(call, 'more', more);
    const { direction, users } = row.preview;
    const first = from > users.length ? 1 : from;
    return call.texts.reply.enforcePage({
      direction,
      from: first,
      total: users.length,
      rows: users.slice(first - 1),
      room: CHATS[call.request.chat].pageRoom,
      confirmation: {
        code: row.code,
        validMinutes: Math.max(1, Math.ceil((row.expiresAt - deps.clock.now()) / 60_000)),
      },
    });
  },
};
