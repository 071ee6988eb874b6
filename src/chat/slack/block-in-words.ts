import type { Block, Button, Language, Text } from '../../domain/message.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';

/** The same in lists and paragraphs, for a workspace that refuses the newer blocks. */
export function inWords(block: Block, language: Language): readonly Block[] {
  switch (block.kind) {
    case 'chart': {
      const { label: labelled } = chatWordsFor(language);
      const points = block.points.map(({ label, value }): Text => [`${labelled(label)}${value}`]);
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
export function buttonInWords({ label, command }: Button, language: Language): Text {
  return [chatWordsFor(language).label(label), { kind: 'code', text: `/mfa ${command}` }];
}

function listOf(items: readonly Text[]): Block {
  return { kind: 'bullets', items };
}
