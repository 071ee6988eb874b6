import type { ChatRequest, ViewerRole } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import type { CommandName } from '../domain/command.ts';
import type { Message } from '../domain/message.ts';
import { isTakenIn, mayUse, type Role } from '../domain/permission.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { recordActivity } from '../store/activity.ts';
import { type Command, type CommandCall, usageOf } from './command.ts';
import { type HomeDeps, showHome } from './home.ts';
import { parseCommand } from './parse.ts';
import { commandTable } from './table.ts';

export interface AnswerDeps extends HomeDeps {
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
      const role = await roleOf(deps, request, signal);
      const mayIt = mayUse(role, parsed.name, parsed.args);
      // Also where it is not taken from anybody.
      if (!mayIt) await recordRefusal(deps, call.actor, parsed.name);
      if (!isTakenIn(request.place, parsed.name, parsed.args)) return texts.reply.notHere();
      if (!mayIt) return texts.reply.refused();
      const { args, name } = parsed;
      const command = table[name];
      const asked = { ...call, role, args };
      // What was not understood does nothing: `pause jane` is not a pause for everybody.
      if (!takes(command, args)) return usageOf(asked, name, command);
      return answerAtHome(deps, asked, { name, answer: await command.run(deps, asked) });
    };
    const command = parsed.kind === 'command' ? parsed.name : 'unknown';
    await reply(deps, request, { command, answer, failed: (errorId) => texts.reply.failed({ errorId }) });
  };
}

/** How one stands is shown on the page itself where it was asked there; all else is answered. */
async function answerAtHome(
  deps: AnswerDeps,
  call: CommandCall,
  { name, answer }: { readonly name: CommandName; readonly answer: Message | null },
): Promise<Message | null> {
  if (call.request.showHome === null || name !== 'me' || answer === null) return answer;
  await showHome(deps, call, answer);
  return null;
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
      // Whoever only looked has asked nothing.
      return request.origin === 'opened' ? null : by.failed(errorId);
    });
    if (message !== null) await request.reply(message);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    deps.log.vendorCallFailed({ vendor: chat, call: 'reply', code: error.code });
  }
}

const takes = ({ words }: Command, { length }: readonly string[]) =>
  length >= words.min && length <= words.max;

async function roleOf(deps: AnswerDeps, request: ChatRequest, signal: AbortSignal): Promise<Role> {
  const { chat, actor } = request;
  if (deps.adminIds.get(chat)?.has(actor.memberId)) return 'admin';
  const isViewer = (await deps.viewerRoles.get(chat)?.isViewer(request, signal)) ?? false;
  return isViewer ? 'viewer' : 'everyone';
}

async function recordRefusal(
  { db, clock, log }: AnswerDeps,
  actor: CommandCall['actor'],
  command: CommandName,
): Promise<void> {
  log.commandRefused({ ...actor, command });
  await recordActivity(db, clock.now(), [{ kind: 'command_refused', actor, detail: command }]);
}
