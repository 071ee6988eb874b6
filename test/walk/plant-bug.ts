import { registerHooks } from 'node:module';

/** What the rules could have been written like by mistake: the file, one line of it, and the mistake. */
export const BUGS = {
  lowest_step: [
    'domain/ladder.ts',
    'const highest = due.at(-1) ?? null;',
    'const highest = due.at(0) ?? null;',
  ],
  eight_days: ['domain/ladder.ts', 'const OVERDUE_EVERY_DAYS = 7;', 'const OVERDUE_EVERY_DAYS = 8;'],
  late_is_no_reason: ['domain/ladder.ts', 'return isLate || skippedSteps', 'return skippedSteps'],
  short_notice_after_exemption: [
    'domain/ladder.ts',
    'const EXEMPTION_NOTICE_DAYS = 7;',
    'const EXEMPTION_NOTICE_DAYS = 5;',
  ],
  leave_gives_nothing_back: [
    'audit/bring-back.ts',
    'await giveBackDaysOf(trx, absence, { since, endedAt: at, policy });',
    'await giveBackDaysOf(trx, absence, { since: at, endedAt: at, policy });',
  ],
  denied_is_asked_again: [
    'contacts/resolve-contact.ts',
    'const members = tagged.filter((member) => !isDenied(record, member));',
    'const members = tagged;',
  ],
  only_the_first_is_thanked: [
    'audit/record-users.ts',
    'for (const audience of await listAudiencesTold(trx, file.caseId)) {',
    'for (const audience of (await listAudiencesTold(trx, file.caseId)).slice(0, 1)) {',
  ],
  owner_has_a_manager: [
    'outreach/person-dispatch.ts',
    "if (step === 'warning' && !isAskedFor && audience !== 'owner')",
    "if (step === 'warning' && !isAskedFor)",
  ],
} as const;
type Bug = keyof typeof BUGS;

const planted = process.env.PLANTED_BUG;

// By `node --import`: one file is loaded with one line changed, and nothing in it knows.
if (planted !== undefined) {
  const [file, line, mistake] = BUGS[planted as Bug];
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/src/${file}`)) return loaded;
      const source = String(loaded.source);
      if (!source.includes(line)) throw new Error(`${file} has no line ${line}`);
      return { ...loaded, source: source.replace(line, mistake) };
    },
  });
}
