import { z } from 'zod';
import { LANGUAGES, type Message } from '../domain/message.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';

const string = z.string();
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

const text = list(
  z.union([
    string,
    z.object({ kind: z.literal('bold'), text: string }),
    z.object({ kind: z.literal('code'), text: string }),
    z.object({ kind: z.literal('link'), text: string, url: string }),
    z.object({ kind: z.literal('person'), memberId: string }),
  ]),
);

const button = z.object({
  label: string,
  command: string,
  style: z.enum(['primary', 'danger']).exactOptional(),
});

const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: string }),
  z.object({ kind: z.literal('paragraph'), text }),
  z.object({ kind: z.literal('bullets'), items: list(text) }),
  z.object({ kind: z.literal('steps'), items: list(text) }),
  z.object({ kind: z.literal('facts'), rows: list(z.tuple([string, text]).readonly()) }),
  z.object({ kind: z.literal('table'), columns: list(string), rows: list(list(string)) }),
  z.object({
    kind: z.literal('chart'),
    title: string,
    series: string,
    points: list(z.object({ label: string, value: z.number() })),
  }),
  z.object({ kind: z.literal('note'), text }),
  z.object({ kind: z.literal('buttons'), buttons: list(button) }),
  z.object({ kind: z.literal('divider') }),
]);

/** The words of a post, fixed when it was planned: sent as they are by whatever version comes later. */
export const postMessage: JsonColumn<Message> = jsonColumn(
  'post.message',
  z.object({ language: z.enum(LANGUAGES), summary: string, blocks: list(block) }),
);
