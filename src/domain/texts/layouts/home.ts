import type { LocalInstant } from '../../clock.ts';
import { assessedCount, type Counts } from '../../digest.ts';
import type { ChartPoint, Message } from '../../message.ts';
import { buttons, compose, facts, heading, paragraph, section, strong } from '../compose.ts';
import { sparkline } from '../figures.ts';
import type { Words } from '../words.ts';
import { type MessagingState, messagingText } from './in-words.ts';
import { type FailingPart, failingLine } from './part-lines.ts';

/** How everything stands, for who has to see to it. */
export interface AdminHome {
  readonly failing: readonly FailingPart[];
  readonly anyComplete: boolean;
  readonly totals: Counts;
  readonly compliantPercent: number | null;
  /** Who fail the rule. */
  readonly administrators: number;
  readonly openCases: number;
  readonly told: number;
  readonly overdueCount: number;
  readonly unmappedCount: number;
  readonly messaging: MessagingState;
  /** Complete, of any account. */
  readonly lastAuditAt: LocalInstant | null;
  readonly nextAuditAt: LocalInstant;
  /** Percent compliant, oldest first. */
  readonly trend: readonly ChartPoint[];
}

interface HomeModel {
  /** What `/mfa me` answers this person. */
  readonly own: Message;
  /** null: the person is no admin. */
  readonly admin: AdminHome | null;
}

/** The page that somebody has alone. */
export function home(words: Words, { own, admin }: HomeModel): Message {
  if (admin === null) return own;
  return { ...own, blocks: [...own.blocks, { kind: 'divider' }, ...adminPart(words, admin).blocks] };
}

function adminPart(words: Words, admin: AdminHome): Message {
  const { home: w, status, grammar } = words;
  const { openCases, told, overdueCount, unmappedCount, administrators, lastAuditAt } = admin;
  return compose(words.language, w.title, [
    heading(w.title),
    ...section(
      words.parts.notWorking,
      admin.failing.map((part) => failingLine(words, part)),
    ),
    paragraph(strong(protectedLine(words, admin)), trendLine(words, admin.trend)),
    facts([
      [w.administrators, `${administrators}`],
      [status.followUp, status.openToldOverdue(openCases, told, overdueCount)],
      [status.lists.unmapped.title, `${unmappedCount}`],
      [status.messages, messagingText(words, admin.messaging)],
      [w.lastAudit, lastAuditAt === null ? w.noAudit : grammar.whenWithZone(lastAuditAt)],
      [status.nextAudit, grammar.whenWithZone(admin.nextAuditAt)],
    ]),
    buttons(
      { label: w.everything, command: 'status' },
      ...(administrators > 0
        ? [{ label: status.lists.administrators.title, command: 'status administrators' }]
        : []),
      ...(overdueCount > 0 ? [{ label: status.lists.overdue.title, command: 'status overdue' }] : []),
      ...(unmappedCount > 0 ? [{ label: status.lists.unmapped.title, command: 'status unmapped' }] : []),
    ),
  ]);
}

function protectedLine({ digest: w, grammar }: Words, admin: AdminHome) {
  const { anyComplete, totals, compliantPercent: percent } = admin;
  if (!anyComplete) return w.noAudit;
  return percent === null
    ? w.nobody
    : w.protected(totals.compliant, assessedCount(totals), grammar.percent(percent));
}

function trendLine({ home: w, grammar }: Words, trend: readonly ChartPoint[]) {
  const [first, last] = [trend.at(0), trend.at(-1)];
  if (first === undefined || last === undefined || trend.length < 2) return null;
  const line = sparkline(trend.map(({ value }) => value));
  return w.trend(line, grammar.percent(first.value), grammar.percent(last.value));
}
