import type { Stage } from '../demo/stage.ts';
import type { Act, Outcome } from './acts.ts';
import { moveClock } from './clock-moves.ts';
import type { FaultBoard } from './fault-board.ts';
import { bindDevice, removeDevices } from './ram-console.ts';

/** Real time. Beyond the bot's own time-outs: an answer that takes longer still appears when it comes. */
const ANSWERS_WITHIN_MS = 30_000;

/** What happens on the stage; a new stage is set elsewhere. */
export type ActOnStage = Exclude<Act, { readonly kind: 'start_over' }>;

/**
 * Resolves once all is done that the act started.
 * @throws {Error} when the person, message or user it names is not there
 */
export async function carryOut(act: ActOnStage, stage: Stage, faults: FaultBoard): Promise<Outcome> {
  switch (act.kind) {
    case 'slack_command':
      return await typeInSlack(stage, act);
    case 'slack_press':
      return await pressInSlack(stage, act);
    case 'dingtalk_say':
      return await sayInDingtalk(stage, act);
    case 'dingtalk_follow':
      return await followInDingtalk(stage, act);
    case 'bind_device':
      bindDevice(stage, act);
      return { kind: 'done' };
    case 'remove_devices':
      removeDevices(stage, act);
      return { kind: 'done' };
    case 'move_clock':
      return await moveClock(stage, act.move);
    case 'switch_fault':
      faults.switch(act.fault, act.isOn);
      return { kind: 'done' };
    default:
      return act satisfies never;
  }
}

type Doing<Kind extends Act['kind']> = Extract<Act, { readonly kind: Kind }>;

async function typeInSlack(stage: Stage, act: Doing<'slack_command'>): Promise<Outcome> {
  const { memberId: userId, place, text } = act;
  const where = place === 'direct' ? {} : { channelId: place };
  return await answeredInSlack(stage, await stage.slack.command({ userId, text, ...where }));
}

async function pressInSlack(stage: Stage, act: Doing<'slack_press'>): Promise<Outcome> {
  const { memberId: userId, ts: message, actionId, answer } = act;
  const interaction = await stage.slack.press({ userId, message, actionId, answer });
  if (interaction.confirm !== null && answer === 'deny') return { kind: 'done' };
  return await answeredInSlack(stage, interaction);
}

type SlackInteraction = Awaited<ReturnType<Stage['slack']['command']>>;

async function answeredInSlack(stage: Stage, interaction: SlackInteraction): Promise<Outcome> {
  if (interaction.error !== null) return { kind: 'slack_failed', code: interaction.error };
  return await answered(stage, interaction);
}

async function sayInDingtalk(stage: Stage, act: Doing<'dingtalk_say'>): Promise<Outcome> {
  const { userId, place: conversation, text } = act;
  return await answeredInDingtalk(stage, await stage.dingtalk.say({ userId, conversation, text }));
}

async function followInDingtalk(stage: Stage, act: Doing<'dingtalk_follow'>): Promise<Outcome> {
  const { userId, place, messageId, label } = act;
  const { directMessages, groupMessages } = stage.dingtalk;
  const messages = place === 'direct' ? directMessages(userId) : groupMessages(place);
  const message = messages.find(({ id }) => id === messageId);
  if (message === undefined) throw new Error(`no message ${messageId}`);
  return await answeredInDingtalk(stage, await stage.dingtalk.follow(userId, message, label));
}

type DingtalkInteraction = Awaited<ReturnType<Stage['dingtalk']['say']>>;

async function answeredInDingtalk(stage: Stage, interaction: DingtalkInteraction): Promise<Outcome> {
  if (interaction.notTold === 'robot_not_mentioned') return { kind: 'not_heard' };
  if (interaction.notTold !== null) return { kind: 'no_answer' };
  return await answered(stage, interaction);
}

interface Answerable {
  waitForReplies(count: number, timeoutMs: number): Promise<unknown>;
}

async function answered(stage: Stage, interaction: Answerable): Promise<Outcome> {
  try {
    await interaction.waitForReplies(1, ANSWERS_WITHIN_MS);
  } catch {
    return { kind: 'no_answer' };
  }
  await stage.advanceTo(stage.clock.now());
  return { kind: 'done' };
}
