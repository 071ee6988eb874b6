import type { Message } from '../message.ts';
import * as admin from './layouts/admin.ts';
import * as audit from './layouts/audit.ts';
import * as away from './layouts/away.ts';
import * as channel from './layouts/channel.ts';
import * as contactPosts from './layouts/contact-posts.ts';
import * as contactReplies from './layouts/contact-replies.ts';
import * as digest from './layouts/digest.ts';
import * as enforce from './layouts/enforce.ts';
import * as exemptionPost from './layouts/exemption-post.ts';
import * as exemptions from './layouts/exemptions.ts';
import * as home from './layouts/home.ts';
import * as me from './layouts/me.ts';
import * as notices from './layouts/notices.ts';
import * as nudge from './layouts/nudge.ts';
import * as parts from './layouts/parts.ts';
import * as personReplies from './layouts/person-replies.ts';
import * as remind from './layouts/remind.ts';
import * as replies from './layouts/replies.ts';
import * as report from './layouts/report.ts';
import * as start from './layouts/start.ts';
import * as status from './layouts/status.ts';
import * as statusUser from './layouts/status-user.ts';
import * as weekly from './layouts/weekly.ts';
import * as witness from './layouts/witness.ts';
import type { Words } from './words.ts';

/** Every message of the bot, by who reads it: each function that these files export lays out one. */
const LAYOUTS = {
  notice: [nudge, notices],
  channel: [digest, weekly, channel, exemptionPost],
  admin: [admin, parts, contactPosts, witness],
  reply: [
    replies,
    remind,
    contactReplies,
    exemptions,
    away,
    personReplies,
    me,
    home,
    status,
    statusUser,
    audit,
    report,
    start,
    enforce,
  ],
} as const;

type Reader = keyof typeof LAYOUTS;

type Together<Files> = Files extends readonly [infer First, ...infer Rest] ? First & Together<Rest> : unknown;

/** A layout that has its words: takes what the message is about, chooses no recipient and decides nothing. */
type Worded<Layout> = Layout extends (words: Words, ...about: infer About) => Message
  ? (...about: About) => Message
  : never;

type WordedAll<Layouts> = { readonly [Name in keyof Layouts]: Worded<Layouts[Name]> };

/** Every message of the bot, in one language. */
export type Catalogue = { readonly [R in Reader]: WordedAll<Together<(typeof LAYOUTS)[R]>> };

export function catalogueOf(words: Words): Catalogue {
  const readers = Object.entries(LAYOUTS).map(([reader, files]) => [reader, worded(files, words)]);
  // Each layout under its own name, less its words: what the type says.
  return Object.fromEntries(readers) as Catalogue;
}

function worded(files: readonly object[], words: Words): object {
  const layouts = files.flatMap((file) => Object.entries(file));
  return Object.fromEntries(
    layouts.map(([name, layout]) => [name, (about: unknown) => layout(words, about)]),
  );
}
