import { isRecord } from '../json.ts';
import { type Button, type ButtonChoice, chooseButton, confirmDialog } from './button.ts';
import {
  type ButtonPress,
  createInteraction,
  type Interaction,
  type InteractionRecord,
  type TypedCommand,
} from './interaction.ts';
import {
  blockActionsPayload,
  homeActionsPayload,
  homeOpenedPayload,
  slashCommandPayload,
} from './interaction-payload.ts';
import type { SandboxMessage } from './message.ts';
import { contentFromPayload, newContent } from './message-content.ts';
import { findMessageByTimestamp } from './message-store.ts';
import { postAnswer, type ResponseUrls } from './response-urls.ts';
import type { SocketMode } from './socket-mode.ts';
import type { ReplyListener, SandboxRules } from './web-api-method.ts';
import {
  findConversation,
  isParticipant,
  type Member,
  openDirectMessage,
  type Workspace,
} from './workspace.ts';

interface DeskParts {
  readonly workspace: Workspace;
  readonly rules: SandboxRules;
  readonly socketMode: SocketMode;
  readonly responseUrls: ResponseUrls;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly hasCommandsScope: () => boolean;
}

/** Types and presses for people, and follows what the app makes of it. */
export class InteractionDesk implements ReplyListener {
  readonly #parts: DeskParts;
  readonly #interactions: Interaction[] = [];
  /** `ts` of a message → the last press in it. */
  readonly #pressIn = new Map<string, InteractionRecord>();
  /** Member id → what they last typed or pressed. */
  readonly #lastBy = new Map<string, InteractionRecord>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get interactions(): readonly Interaction[] {
    return this.#interactions;
  }

  /** @throws {Error} when this person could not type it there */
  async command(typed: TypedCommand): Promise<Interaction> {
    const { workspace, rules, socketMode } = this.#parts;
    if (!this.#parts.hasCommandsScope()) throw new Error('without the scope `commands` there is no command');
    const member = this.#activeMember(typed.userId);
    const channel = typed.channelId ?? openDirectMessage(workspace, member.id).id;
    this.#requireParticipant(channel, member);
    const target = { kind: 'commands', channel, memberId: member.id, source: null } as const;
    const record = this.#begin(member, null, (add) => this.#parts.responseUrls.issue({ ...target, add }));
    const { responseUrl } = record.interaction;
    const acknowledgement = await socketMode.deliver({
      type: 'slash_commands',
      payload: slashCommandPayload(workspace, { member, channel, responseUrl, typed }),
      acceptsResponsePayload: true,
    });
    record.acknowledge(acknowledgement);
    const { payload } = acknowledgement;
    if (isRecord(payload) && Object.keys(payload).length > 0) {
      const { content } = newContent(contentFromPayload(payload, rules.blockKit));
      const message = postAnswer(workspace, target, { content, responseType: payload.response_type });
      record.add({ via: 'ack', effect: 'posted', message });
    }
    return record.interaction;
  }

  /** @throws {Error} when there is no such button for this person to press */
  async press(press: ButtonPress): Promise<Interaction> {
    const { workspace, socketMode, responseUrls } = this.#parts;
    const member = this.#activeMember(press.userId);
    const source = this.#visibleMessage(press, member);
    const button = chooseButton(source, press);
    const target = { kind: 'actions', channel: source.channel, memberId: member.id, source } as const;
    const record = this.#begin(member, button, (add) => responseUrls.issue({ ...target, add }));
    if (record.interaction.confirm !== null && press.answer === 'deny') return record.interaction;
    this.#pressIn.set(source.ts, record);
    const { responseUrl } = record.interaction;
    const acknowledgement = await socketMode.deliver({
      type: 'interactive',
      payload: blockActionsPayload(workspace, {
        member,
        source,
        button: sending(button, press),
        responseUrl,
      }),
      acceptsResponsePayload: false,
    });
    record.acknowledge(acknowledgement);
    return record.interaction;
  }

  async openHome(userId: string): Promise<void> {
    const { workspace, socketMode } = this.#parts;
    const payload = homeOpenedPayload(workspace, this.#activeMember(userId));
    await socketMode.deliver({ type: 'events_api', payload, acceptsResponsePayload: false });
  }

  /** @throws {Error} when there is no such button on this person's Home tab */
  async pressAtHome(userId: string, choice: ButtonChoice): Promise<Interaction> {
    const { workspace, socketMode } = this.#parts;
    const member = this.#activeMember(userId);
    const view = workspace.homes.get(userId);
    if (view === undefined) throw new Error(`${userId} sees no Home tab`);
    const button = chooseButton(view, choice);
    const record = this.#begin(member, button, null);
    const acknowledgement = await socketMode.deliver({
      type: 'interactive',
      payload: homeActionsPayload(workspace, { member, view, button }),
      acceptsResponsePayload: false,
    });
    record.acknowledge(acknowledgement);
    return record.interaction;
  }

  updated(message: SandboxMessage): void {
    this.#pressIn.get(message.ts)?.add({ via: 'chat.update', effect: 'replaced', message });
  }

  shownOnlyTo(memberId: string, message: SandboxMessage): void {
    this.#lastBy.get(memberId)?.add({ via: 'chat.postEphemeral', effect: 'posted', message });
  }

  #begin(
    member: Member,
    button: Button | null,
    issuePath: ((add: InteractionRecord['add']) => string) | null,
  ): InteractionRecord {
    const record = createInteraction({
      memberId: member.id,
      confirm: button === null ? null : confirmDialog(button),
      issueResponseUrl: issuePath === null ? null : (add) => `${this.#parts.origin}${issuePath(add)}`,
    });
    this.#interactions.push(record.interaction);
    this.#lastBy.set(member.id, record);
    return record;
  }

  #activeMember(userId: string): Member {
    const member = this.#parts.workspace.members.get(userId);
    if (member === undefined) throw new Error(`no member ${userId}`);
    if (member.deleted === true || member.isBot === true) throw new Error(`${userId} cannot type or press`);
    return member;
  }

  #requireParticipant(channel: string, member: Member): void {
    const conversation = findConversation(this.#parts.workspace, channel);
    // A direct message between two people is nothing the app knows of; commands can be typed there all the same.
    if (conversation === null && channel.startsWith('D')) return;
    if (conversation !== null && isParticipant(conversation, member.id)) return;
    throw new Error(`${member.id} is not in ${channel}`);
  }

  #visibleMessage(press: ButtonPress, member: Member): SandboxMessage {
    const ts = typeof press.message === 'string' ? press.message : press.message.ts;
    const message = findMessageByTimestamp(this.#parts.workspace, ts);
    if (message === null) throw new Error(`no message ${ts}`);
    if (message.ephemeralTo === null) this.#requireParticipant(message.channel, member);
    else if (message.ephemeralTo !== member.id) throw new Error(`${member.id} does not see message ${ts}`);
    return message;
  }
}

function sending(button: Button, { sends }: ButtonPress): Button {
  return sends === undefined ? button : { ...button, element: { ...button.element, value: sends } };
}
