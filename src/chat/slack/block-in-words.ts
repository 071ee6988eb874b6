import { type Block, bold, code, type Inline, type Text } from '../../domain/message.ts';

/** The same in lists and paragraphs, for a workspace that refuses the newer blocks. */
export function inWords(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'chart': {
      const points = block.points.map(({ label, value }): Text => [`${label}: ${value}`]);
      return [{ kind: 'paragraph', text: [bold(block.title)] }, listOf(points)];
    }
    case 'table': {
      const header: Text = [bold(block.columns.join(' · '))];
      return [{ kind: 'paragraph', text: header }, listOf(block.rows.map((row): Text => [row.join(' · ')]))];
    }
    default:
      return [block];
  }
}

/** A button as what typing it would be. */
export function buttonInWords(button: { readonly label: string; readonly command: string }): Text {
  return [`${button.label}: `, commandLine(button.command)];
}

function commandLine(command: string): Inline {
  return code(`/mfa ${command}`);
}

function listOf(items: readonly Text[]): Block {
  return { kind: 'bullets', items };
}
