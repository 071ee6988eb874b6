import type { Block, Button, Text } from '../../domain/message.ts';

/** The same in lists and paragraphs, for a workspace that refuses the newer blocks. */
export function inWords(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'chart': {
      const points = block.points.map(({ label, value }): Text => [`${label}: ${value}`]);
      return [{ kind: 'paragraph', text: [{ kind: 'bold', text: block.title }] }, listOf(points)];
    }
    case 'table': {
      const header: Text = [{ kind: 'bold', text: block.columns.join(' · ') }];
      return [{ kind: 'paragraph', text: header }, listOf(block.rows.map((row): Text => [row.join(' · ')]))];
    }
    default:
      return [block];
  }
}

/** A button as what typing it would be. */
export function buttonInWords({ label, command }: Button): Text {
  return [`${label}: `, { kind: 'code', text: `/mfa ${command}` }];
}

function listOf(items: readonly Text[]): Block {
  return { kind: 'bullets', items };
}
