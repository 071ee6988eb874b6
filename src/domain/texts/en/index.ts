import { chat } from './chat.ts';
import { codeMeanings } from './code-meanings.ts';
import { digest } from './digest.ts';
import { enforce } from './enforce.ts';
import { enrolment } from './enrolment.ts';
import { grammar } from './grammar.ts';
import { notices } from './notices.ts';
import { nudge } from './nudge.ts';
import { parts } from './parts.ts';
import { posts } from './posts.ts';
import { replies } from './replies.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { vocabulary } from './vocabulary.ts';

/** English. Its words are the pattern of every other language. */
export const en = {
  grammar,
  vocabulary,
  enrolment,
  nudge,
  notices,
  digest,
  parts,
  posts,
  replies,
  status,
  start,
  enforce,
  chat,
  codeMeanings,
};
