import { createInteraction, type Interaction, type InteractionRecord } from './interaction.ts';
import type { MessageLink, SandboxMessage } from './message.ts';
import { newContent } from './message.ts';
import type { Meters } from './meters.ts';
import {
  addMessage,
  directConversation,
  type Group,
  type Member,
  type Organisation,
} from './organisation.ts';
import { randomBase64 } from './random-ids.ts';
import { asOthersRead, type MessageForm, robotMessage } from './robot-message.ts';
import type { SessionWebhooks } from './session-webhooks.ts';
import { ROBOT_TOPIC } from './stream-frames.ts';
import type { StreamGateway } from './stream-gateway.ts';
import type { UndocumentedAnswers } from './undocumented-answers.ts';

export interface TypedMessage {
  readonly userId: string;
  readonly text: string;
  /** `direct`, or an openConversationId; `direct`. */
  readonly conversation?: string;
  /** `text`; `richText` is what the HarmonyOS client writes. */
  readonly as?: MessageForm['as'];
  /** Where the robot is mentioned: `start` in a group, `none` in the direct message. */
  readonly mention?: MessageForm['mention'];
  /** To have the same message arrive twice. */
  readonly msgId?: string;
}

interface DeskParts {
  readonly organisation: Organisation;
  readonly gateway: StreamGateway;
  readonly sessions: SessionWebhooks;
  readonly meters: Meters;
  readonly undocumented: UndocumentedAnswers;
  /** `http://127.0.0.1:PORT` of session webhooks. */
  readonly oapiUrl: string;
  readonly acknowledgeWithinMs: number;
  readonly pushAgainAfterMs: number;
}

/** Says things for people, and follows what the app makes of it. */
export class ConversationDesk {
  readonly #parts: DeskParts;
  readonly #interactions: Interaction[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get interactions(): readonly Interaction[] {
    return this.#interactions;
  }

  /** @throws {Error} when this person could not say it there */
  async say(typed: TypedMessage): Promise<Interaction> {
    const { organisation } = this.#parts;
    const sender = organisation.members.get(typed.userId);
    if (sender === undefined) throw new Error(`${typed.userId} is not in the organisation`);
    const group = this.#groupOf(typed.conversation, sender);
    const form: MessageForm = {
      text: typed.text,
      as: typed.as ?? 'text',
      mention: typed.mention ?? (group === null ? 'none' : 'start'),
    };
    const message = this.#write({ sender, group, form, msgId: typed.msgId });
    const record = createInteraction(message);
    this.#interactions.push(record.interaction);
    if (group !== null && !group.botIsMember) record.notTold('robot_not_in_group');
    else if (group !== null && form.mention === 'none') record.notTold('robot_not_mentioned');
    else await this.#tell(record, { sender, group, form });
    return record.interaction;
  }

  /** Presses a link that says something. @throws {Error} when this person finds no such link there */
  follow(userId: string, message: SandboxMessage, linkLabel: string): Promise<Interaction> {
    const { organisation } = this.#parts;
    const seen = (organisation.messages.get(message.conversationId) ?? []).find(
      ({ id }) => id === message.id,
    );
    if (seen === undefined) throw new Error(`no message ${message.id}`);
    const link = pressable(seen, linkLabel);
    if (link === null) throw new Error(`nothing that says something is labelled ${linkLabel}`);
    const isDirect = organisation.directConversations.get(userId) === seen.conversationId;
    // Said in the conversation the link stands in, and without a mention: in a group the robot does not hear it.
    const conversation = isDirect ? 'direct' : seen.conversationId;
    return this.say({ userId, text: link.sends, conversation, mention: 'none' });
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #groupOf(conversation: string | undefined, sender: Member): Group | null {
    if (conversation === undefined || conversation === 'direct') return null;
    const group = this.#parts.organisation.groups.get(conversation);
    if (group === undefined || group.isDisbanded === true || !group.members.includes(sender.userId)) {
      throw new Error(`${sender.userId} is not in ${conversation}`);
    }
    return group;
  }

  #write(said: Said & { readonly msgId: string | undefined }): SandboxMessage {
    const { organisation } = this.#parts;
    const text = asOthersRead(organisation.app.robotName, said.form);
    const message: SandboxMessage = {
      ...newContent({ msgKey: said.form.as, text, shownText: text }),
      id: said.msgId ?? randomBase64(organisation.random, 'msg'),
      conversationId: said.group?.openConversationId ?? directConversation(organisation, said.sender.userId),
      author: said.sender.userId,
      processQueryKey: null,
      sentAt: organisation.now(),
    };
    addMessage(organisation, message);
    return message;
  }

  async #tell(record: InteractionRecord, said: Said): Promise<void> {
    const { organisation, sessions, meters, oapiUrl, gateway } = this.#parts;
    const { message } = record.interaction;
    if (!gateway.hasSubscriber(ROBOT_TOPIC)) {
      record.notTold('no_connection');
      return;
    }
    const session = sessions.issue(message.conversationId, (reply) => record.reply(reply));
    const sessionWebhook = `${oapiUrl}${session.path}`;
    const data = robotMessage(organisation, {
      ...said,
      conversationId: message.conversationId,
      msgId: message.id,
      sessionWebhook,
      sessionWebhookExpiredTime: session.expiresAt,
      isOverQuota: !meters.countStreamUse(),
    });
    record.toldBy(sessionWebhook);
    this.#push(record, data);
    if (this.#parts.undocumented.unacknowledged === 'pushed_again') this.#pushAgainLater(record, data);
    await record.waitForAcknowledgement(this.#parts.acknowledgeWithinMs);
  }

  #push(record: InteractionRecord, data: string): void {
    let acknowledge: (() => void) | null = null;
    const isPushed = this.#parts.gateway.push(ROBOT_TOPIC, data, ({ code }) => {
      if (code === 200) acknowledge?.();
    });
    if (isPushed) acknowledge = record.push();
  }

  #pushAgainLater(record: InteractionRecord, data: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (record.interaction.acknowledgedWithinMs === null) this.#push(record, data);
    }, this.#parts.pushAgainAfterMs);
    this.#timers.add(timer.unref());
  }
}

interface Said {
  readonly sender: Member;
  readonly group: Group | null;
  readonly form: MessageForm;
}

// Elsewhere, as on the buttons of cards, such links are not known to work.
const WITH_SEND_MESSAGE_LINKS = ['sampleMarkdown', 'markdown'];

function pressable(
  message: SandboxMessage,
  label: string,
): Extract<MessageLink, { kind: 'send_message' }> | null {
  if (!WITH_SEND_MESSAGE_LINKS.includes(message.msgKey)) return null;
  for (const link of message.links) {
    if (link.kind === 'send_message' && link.label === label) return link;
  }
  return null;
}
