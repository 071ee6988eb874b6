import type { Message } from '../../domain/message.ts';
import { cut, oneLine } from '../../domain/one-line.ts';
import { blockSection } from './block-markdown.ts';
import { fitSections } from './fit-sections.ts';
import { words } from './markdown-words.ts';
import { PARAGRAPH_GAP, sectionText } from './section.ts';
import type { Setting } from './setting.ts';

const TITLE_MAX = 100;
const TITLE_OF_NOTHING = 'MFA';

/** The parameters of `sampleMarkdown`, neither of which may be empty. */
export interface Markdown {
  /** What the chat list and a notification show. */
  readonly title: string;
  readonly text: string;
}

/** A message within what its place takes. Everything in it is data: nothing but our own markup is left to carry out. */
export function messageMarkdown(message: Message, setting: Setting): Markdown {
  const { language, summary, blocks } = message;
  const sections = blocks.map((block) => blockSection(block, { setting, language }));
  const text = fitSections(sections, setting.place, language).map(sectionText).join(PARAGRAPH_GAP);
  const title = cut(oneLine(summary).trim(), TITLE_MAX) || TITLE_OF_NOTHING;
  return { title, text: text === '' ? words(title) : text };
}
