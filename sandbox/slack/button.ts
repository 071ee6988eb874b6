import { isRecord } from '../json.ts';
import type { SandboxMessage } from './message.ts';

/** Which button of a message: by either mark, and there must be exactly one. */
export interface ButtonChoice {
  readonly actionId?: string;
  readonly value?: string;
}

/** A button as it stands in a message. */
export interface Button {
  readonly blockId: string;
  readonly element: Readonly<Record<string, unknown>>;
}

/** The question Slack asks before it passes a press on. */
export interface ConfirmDialog {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
}

function buttonsOf(message: Pick<SandboxMessage, 'blocks'>): readonly Button[] {
  return message.blocks.flatMap((block) => {
    const elements = Array.isArray(block.elements) ? block.elements : [];
    return [...elements, block.accessory]
      .filter((element) => isRecord(element) && element.type === 'button')
      .map((element) => ({ blockId: String(block.block_id), element }));
  });
}

/** @throws {Error} unless exactly one button of the message fits */
export function chooseButton(message: Pick<SandboxMessage, 'blocks'>, choice: ButtonChoice): Button {
  const all = buttonsOf(message);
  const fitting = all.filter(
    ({ element }) =>
      (choice.actionId === undefined || element.action_id === choice.actionId) &&
      (choice.value === undefined || element.value === choice.value),
  );
  const [button] = fitting;
  if (button !== undefined && fitting.length === 1) return button;
  const offered = all.map(({ element }) => `${element.action_id}=${element.value}`).join(', ');
  throw new Error(`${fitting.length} buttons fit ${JSON.stringify(choice)}; the message offers: ${offered}`);
}

export function confirmDialog(button: Button): ConfirmDialog | null {
  const { confirm } = button.element;
  if (!isRecord(confirm)) return null;
  const label = (part: unknown): string => (isRecord(part) ? String(part.text) : '');
  return {
    title: label(confirm.title),
    text: label(confirm.text),
    confirm: label(confirm.confirm),
    deny: label(confirm.deny),
  };
}
