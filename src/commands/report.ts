import type { FileRecipient } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { chatCode } from '../domain/code-meaning.ts';
import type { Message } from '../domain/message.ts';
import { type Month, monthOf } from '../domain/period.ts';
import { isDiskProblem } from '../evidence/disk-problem.ts';
import { type MonthZip, withMonthZip } from '../evidence/month-zip.ts';
import { recordActivity } from '../store/activity.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';

type ReportDeps = Pick<
  CommandDeps,
  'db' | 'clock' | 'policy' | 'fileMessengers' | 'audiences' | 'meanings' | 'openForReading' | 'place'
>;

/** Hands over a month’s evidence: to who asks, and to the security channel only where it is asked for there. */
export function createReport(): Command {
  let isUnderWay = false;
  return {
    usage: 'report [<month>]',
    words: { min: 0, max: 1 },
    async run(deps: ReportDeps, call) {
      const { reply } = call.texts;
      const [typed = null] = call.args;
      const month = monthOf(typed, deps.clock.now(), deps.policy.timeZone);
      if (month.kind !== 'month') return reply.reportRefused({ reason: month.kind });
      // Each takes the disk and the database for as long as it takes.
      if (isUnderWay) return reply.reportRefused({ reason: 'under_way' });
      isUnderWay = true;
      try {
        return await makeAndSend(deps, call, month);
      } catch (error) {
        if (!isDiskProblem(error)) throw error;
        return reply.reportRefused({ reason: 'disk' });
      } finally {
        isUnderWay = false;
      }
    },
  };
}

async function makeAndSend(deps: ReportDeps, call: CommandCall, month: Month): Promise<Message> {
  const to = recipientOf(deps, call);
  const detail = `${month.month} ${to.kind}`;
  // Before it leaves: whatever becomes of it, it is known who asked.
  await recordActivity(deps.db, deps.clock.now(), [{ kind: 'report_requested', actor: call.actor, detail }]);
  // The bot goes on writing meanwhile.
  const db = await deps.openForReading();
  try {
    const request = { month, timeZone: deps.policy.timeZone, signal: call.signal, place: deps.place };
    return await withMonthZip(db, request, async (zip) => {
      // The chain holds from here on what was handed over, to the byte.
      const made = `${month.month} ${zip.manifestHash}`;
      await recordActivity(deps.db, deps.clock.now(), [{ kind: 'report_made', detail: made }]);
      return send(deps, call, { to, zip, month: month.month });
    });
  } finally {
    await db.destroy();
  }
}

function recipientOf({ audiences }: ReportDeps, { request, actor }: CommandCall): FileRecipient {
  const { kind, id } = request.conversation;
  const channelId = audiences.find(({ chat }) => chat === actor.chat)?.channelId;
  if (kind === 'channel' && id === channelId) return { kind: 'channel', channelId };
  return { kind: 'person', memberId: actor.memberId };
}

interface Sending {
  readonly to: FileRecipient;
  readonly zip: MonthZip;
  readonly month: string;
}

async function send(deps: ReportDeps, call: CommandCall, { to, zip, month }: Sending): Promise<Message> {
  const { reply } = call.texts;
  const { chat } = call.actor;
  const files = deps.fileMessengers.get(chat);
  if (files === undefined) throw new Error(`No files are sent by ${chat}`);
  if (zip.bytes > files.bytesMax) return reply.reportRefused({ reason: 'too_large' });
  try {
    await files.send(to, zip, call.signal);
    const { audits, incompleteAudits } = zip;
    return reply.reportSent({ month, to: to.kind, audits, incompleteAudits });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const mayHaveArrived = error.reason === 'ambiguous';
    const why = chatCode(deps.meanings, chat, error.code, to.kind);
    return reply.reportNotSent({ ...why, month, permission: files.permission, mayHaveArrived });
  }
}
