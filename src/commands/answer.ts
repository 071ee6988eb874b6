import type { ChatRequest, ViewerRole } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Message } from '../domain/message.ts';
import { isTakenIn, mayUse, type Role } from '../domain/permission.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { recordActivity } from '../store/activity.ts';
import type { CommandCall, CommandDeps } from './command.ts';
import { parseCommand } from './parse.ts';
import { commandTable } from './table.ts';

export interface AnswerDeps extends CommandDeps {
  readonly adminIds: ReadonlyMap<ChatName, ReadonlySet<string>>;
  readonly viewerRoles: ReadonlyMap<ChatName, ViewerRole>;
}

/** Carries out what somebody typed or pressed: one parser and one table for every chat. */
export function createAnswerer(
  deps: AnswerDeps,
  signal: AbortSignal,
): (request: ChatRequest) => Promise<void> {
  const table = commandTable();
  return async (request) => {
    const { chat, actor } = request;
    const parsed = parseCommand(request.words);
    const language = deps.policy.languageOf(actor);
    const texts = textsFor(language);
    const zone = actor.timeZone ?? deps.policy.timeZone;
    const call: Omit<CommandCall, 'role' | 'args'> = {
      request,
      actor: { chat, memberId: actor.memberId },
      language,
      texts,
      signal,
      local: (at) => ({ at, zone }),
    };
    const answer = async (): Promise<Message | null> => {
      if (parsed.kind === 'unknown') return texts.reply.unknownCommand(parsed);
      if (!isTakenIn(request.place, parsed.name)) return texts.reply.notHere();
      const role = await roleOf(deps, request, signal);
      if (!mayUse(role, parsed.name)) {
        deps.log.commandRefused({ chat, memberId: actor.memberId, command: parsed.name });
        await recordRefusal(deps, call.actor, parsed.name);
        return texts.reply.refused();
      }
      const { usage, words, run } = table[parsed.name];
      const { args } = parsed;
      // What was not understood does nothing: `pause jane` is not a pause for everybody.
      if (args.length < words.min || args.length > words.max) {
        return texts.reply.usage({ command: parsed.name, usage });
      }
      return run(deps, { ...call, role, args });
    };
    const command = parsed.kind === 'command' ? parsed.name : 'unknown';
    await reply(deps, request, { command, answer, failed: (errorId) => texts.reply.failed({ errorId }) });
  };
}

/** A command that fails answers neutrally; the log has the reason under the same id. */
async function reply(
  deps: AnswerDeps,
  request: ChatRequest,
  by: {
    readonly command: string;
    readonly answer: () => Promise<Message | null>;
    readonly failed: (errorId: string) => Message;
  },
): Promise<void> {
  const { chat, actor } = request;
  const fields = { chat, memberId: actor.memberId, command: by.command };
  deps.log.commandReceived(fields);
  try {
    const message = await by.answer().catch((error: unknown) => {
      const errorId = deps.newId();
      deps.log.commandFailed({ ...fields, errorId, error });
      return by.failed(errorId);
    });
    if (message !== null) await request.reply(message);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    deps.log.vendorCallFailed({ vendor: chat, call: 'reply', code: error.code });
  }
}

async function roleOf(deps: AnswerDeps, request: ChatRequest, signal: AbortSignal): Promise<Role> {
  const { chat, actor } = request;
  if (deps.adminIds.get(chat)?.has(actor.memberId)) return 'admin';
  const isViewer = (await deps.viewerRoles.get(chat)?.isViewer(request, signal)) ?? false;
  return isViewer ? 'viewer' : 'everyone';
}

async function recordRefusal(deps: AnswerDeps, actor: CommandCall['actor'], command: string): Promise<void> {
  await recordActivity(deps.db, deps.clock.now(), [{ kind: 'command_refused', actor, detail: command }]);
}
