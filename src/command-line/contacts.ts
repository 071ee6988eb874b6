import { readFile } from 'node:fs/promises';
import { createWorld } from '../app.ts';
import { readConfig } from '../config/config.ts';
import {
  type ContactFile,
  ContactFileError,
  contactTemplate,
  parseContactFile,
} from '../contacts/contact-file.ts';
import {
  type GoodRow,
  type NamedMember,
  type ResolvedFile,
  resolveContactFile,
} from '../contacts/import-contacts.ts';
import { CHATS } from '../domain/chats.ts';
import { plain } from '../domain/message.ts';
import { localDate } from '../domain/work-calendar.ts';
import { createLog } from '../log.ts';
import { nameContact } from '../outreach/name-contact.ts';
import { lookAhead } from '../outreach/outlook.ts';
import { awayByAdmin } from '../store/absences.ts';
import { listAccounts } from '../store/accounts.ts';
import { recordActivity } from '../store/activity.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { openScratchCopy } from '../store/scratch-copy.ts';
import type { Seam, World } from '../world.ts';
import { UsageError } from './failure.ts';
import { readOptions } from './read-options.ts';

/** `import FILE.csv` says who is behind RAM users, `template` writes those nobody was found for; both beside a running bot. */
export async function runContactsCommand(argv: readonly string[], seam: Seam): Promise<number> {
  const asked = askedFor(argv);
  const config = readConfig(process.cwd(), 'evidence');
  const file = asked.kind === 'import' ? await readContactFile(asked.path) : null;
  const keeps = asked.kind === 'import' && !asked.dryRun;
  const db = keeps ? await openDatabase(config.database) : await openScratchCopy(config.database);
  try {
    if ((await listAccounts(db)).length === 0) {
      process.stderr.write('No account has been read yet: let the bot run once, or give npm run audit.\n');
      return 1;
    }
    const world = createWorld(config, createLog('silent'), seam, keeps ? db : null);
    if (file === null) return await template(db, world, seam);
    const resolved = await resolveContactFile({ db, ...world }, file, new AbortController().signal);
    if (keeps) await save(db, resolved.good, { ...world, now: seam.clock.now() });
    process.stdout.write(await report(db, resolved, keeps));
    return resolved.bad.length > 0 ? 1 : 0;
  } finally {
    await db.destroy();
  }
}

/** All of them or none: whoever else works on the database sees them from the next look on. */
async function save(
  db: Database,
  rows: readonly GoodRow[],
  { policy, now }: Pick<World, 'policy'> & { readonly now: number },
): Promise<void> {
  await db.inTransaction(async (trx) => {
    for (const { user, people, managers, owners } of rows) {
      const key = { accountId: user.account.accountId, userId: user.userId };
      // A manager or an owner alone says nothing of who the person is.
      const links = { people: people.length === 0 ? null : people, managers, owners };
      await nameContact(trx, key, { links, now, policy });
    }
    await recordActivity(
      trx,
      now,
      rows.map(({ user, people, owners }) => ({
        kind: 'linked',
        accountId: user.account.accountId,
        userId: user.userId,
        detail: [...people, ...owners].map(({ memberId }) => memberId).join(' ') || null,
      })),
    );
  });
}

type Asked =
  | { readonly kind: 'import'; readonly path: string; readonly dryRun: boolean }
  | { readonly kind: 'template' };

const OPTIONS = { 'dry-run': { type: 'boolean', default: false } } as const;

function askedFor(argv: readonly string[]): Asked {
  const { values, positionals } = readOptions({ args: [...argv], options: OPTIONS, allowPositionals: true });
  const [what, path, ...others] = positionals;
  const dryRun = values['dry-run'];
  if (what === 'template' && path === undefined && !dryRun) return { kind: 'template' };
  if (what === 'import' && path !== undefined && others.length === 0) return { kind: 'import', path, dryRun };
  throw new UsageError('contacts takes import FILE.csv [--dry-run], or template');
}

/** @throws {UsageError} where it cannot be read as a whole: nothing of it is used */
async function readContactFile(path: string): Promise<ContactFile> {
  try {
    return parseContactFile(await readFile(path));
  } catch (error) {
    if (error instanceof ContactFileError) throw new UsageError(`${path}: ${error.message}`);
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(`${path} cannot be read (${String(error.code)})`);
  }
}

async function template(db: Database, world: World, { clock }: Seam): Promise<number> {
  const outlooks = await lookAhead({ db, ...world }, clock.now(), new AbortController().signal);
  const nobody = outlooks.filter(
    ({ contact }) => contact.kind === 'unmapped' || contact.kind === 'ambiguous',
  );
  const users = nobody.map(({ account, user }) => ({
    account: account.alias ?? account.accountId,
    user: user.userName,
  }));
  process.stdout.write(contactTemplate(users));
  return 0;
}

async function report(
  db: Database,
  { good, bad, unfilled }: ResolvedFile,
  isSaved: boolean,
): Promise<string> {
  const lines = [
    ...(await Promise.all(good.map(async (row) => ({ line: row.line, text: await rowText(db, row) })))),
    ...bad.map(({ line, why }) => ({ line, text: plain(why) })),
  ].toSorted((one, other) => one.line - other.line);
  const count = (number: number) => `${number} ${number === 1 ? 'line' : 'lines'}`;
  const last = [
    isSaved ? `Saved: ${count(good.length)}.` : `Nothing was saved (--dry-run); good: ${count(good.length)}.`,
    ...(bad.length > 0 ? [`Skipped: ${count(bad.length)}.`] : []),
    ...(unfilled > 0 ? [`Not filled in: ${count(unfilled)}.`] : []),
  ];
  return `${[...lines.map(({ line, text }) => `line ${line}: ${text}`), last.join(' ')].join('\n')}\n`;
}

async function rowText(db: Database, { user, people, managers, owners }: GoodRow): Promise<string> {
  const { accountId, alias } = user.account;
  const account = alias ?? accountId;
  const named = [
    people.length > 0 ? people.map(memberText).join(', ') : null,
    owners.length > 0 ? `owner ${owners.map(memberText).join(', ')}` : null,
    managers.length > 0 ? `manager ${managers.map(memberText).join(', ')}` : null,
  ];
  const away = await awayByAdmin(db, { accountId, userId: user.userId });
  const stillAway =
    away === null ? '' : `; still away until ${localDate(away.untilAt - 1, away.zone)}, by an admin’s word`;
  return `${user.userName} (${account}) → ${named.filter((text) => text !== null).join('; ')}${stillAway}`;
}

function memberText({ chat, memberId, displayName }: NamedMember): string {
  const id = `${memberId} in ${CHATS[chat].label}`;
  return displayName === null ? plain(id) : plain(`${displayName} (${id})`);
}
