import type { LanguageWords } from '../words.ts';
import { away } from './away.ts';
import { chat } from './chat.ts';
import { codeMeanings } from './code-meanings.ts';
import { contacts } from './contacts.ts';
import { digest } from './digest.ts';
import { enforce } from './enforce.ts';
import { enrolment } from './enrolment.ts';
import { exemptions } from './exemptions.ts';
import { grammar } from './grammar.ts';
import { home } from './home.ts';
import { notices } from './notices.ts';
import { nudge } from './nudge.ts';
import { parts } from './parts.ts';
import { posts } from './posts.ts';
import { quotas } from './quotas.ts';
import { remind } from './remind.ts';
import { replies } from './replies.ts';
import { standing } from './standing.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stillNeeded } from './still-needed.ts';
import { vocabulary } from './vocabulary.ts';
import { weekly } from './weekly.ts';
import { witness } from './witness.ts';

/** Chinese, as written in mainland China. */
export const zh: LanguageWords = {
  grammar,
  vocabulary,
  enrolment,
  nudge,
  home,
  notices,
  away,
  contacts,
  exemptions,
  digest,
  weekly,
  parts,
  posts,
  quotas,
  remind,
  replies,
  status,
  stillNeeded,
  standing,
  start,
  enforce,
  chat,
  codeMeanings,
  witness,
};
