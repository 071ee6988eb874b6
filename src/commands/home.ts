import { createHash } from 'node:crypto';
import type { HomePages } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { isContact } from '../contacts/resolve-contact.ts';
import type { ChatName } from '../domain/chats.ts';
import { aftermathOf, type DeliveryFailure } from '../domain/delivery.ts';
import type { Message } from '../domain/message.ts';
import type { AdminHome } from '../domain/texts/layouts/home.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { localDate } from '../domain/work-calendar.ts';
import { buildDigest, trendOf } from '../outreach/build-digest.ts';
import { type CaseOutlook, lookAhead } from '../outreach/outlook.ts';
import { listAccounts } from '../store/accounts.ts';
import { forgetHome, type HomePage, listHomes, noteShown, rememberHome } from '../store/home-pages.ts';
import type { CommandCall, CommandDeps } from './command.ts';
import { ownState } from './me.ts';

export interface HomeDeps extends CommandDeps {
  readonly adminIds: ReadonlyMap<ChatName, ReadonlySet<string>>;
  readonly homePages: ReadonlyMap<ChatName, HomePages>;
}

const DAY_MS = 24 * 60 * 60_000;
/** Whoever has not looked for so long need not be shown anything new. */
const OPENED_WITHIN_MS = 30 * DAY_MS;
const TREND_DAYS = 30;

/** Shows somebody's page where they have just opened it, or pressed something in it; `own` is how they stand. */
export async function showHome(deps: HomeDeps, call: CommandCall, own: Message): Promise<void> {
  const { request, actor, role, language, texts } = call;
  const { db, clock, log } = deps;
  const isAdmin = role === 'admin';
  const outlooks = isAdmin ? await lookAhead(deps, clock.now(), call.signal) : [];
  const admin = isAdmin ? adminHome(await adminFigures(deps, outlooks), call) : null;
  try {
    await request.showHome?.(texts.reply.home({ own, admin }));
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    log.vendorCallFailed({ vendor: actor.chat, call: 'home', code: error.code });
    return;
  }
  const timeZone = request.actor.timeZone;
  // What stands there is compared with what is stored from the next round on.
  await rememberHome(db, { ...actor, language, timeZone, openedAt: clock.now(), shown: '' });
}

/** Shows their page anew to whoever has opened it, where something in it has changed. */
export async function refreshHomes(deps: HomeDeps, signal: AbortSignal): Promise<void> {
  const homes = await listHomes(deps.db, deps.clock.now() - OPENED_WITHIN_MS);
  if (homes.length === 0) return;
  const outlooks = await lookAhead(deps, deps.clock.now(), signal);
  const round = { outlooks, adminPart: await adminParts(deps, homes, outlooks), signal };
  const stopped = new Set<ChatName>();
  for (const home of homes) {
    if (stopped.has(home.chat) || signal.aborted) continue;
    const failure = await refreshHome(deps, home, round);
    if (failure !== null && aftermathOf(failure).restOfRun !== 'goes_on') stopped.add(home.chat);
  }
}

interface Round {
  readonly outlooks: readonly CaseOutlook[];
  readonly adminPart: Awaited<ReturnType<typeof adminParts>>;
  readonly signal: AbortSignal;
}

async function refreshHome(
  deps: HomeDeps,
  home: HomePage,
  { outlooks, adminPart, signal }: Round,
): Promise<DeliveryFailure | null> {
  const { chat, memberId } = home;
  const pages = deps.homePages.get(chat);
  const zone = home.timeZone ?? deps.policy.timeZone;
  const local: CommandCall['local'] = (at) => ({ at, zone });
  const admin = adminPart(home, local);
  const stored = fingerprint(home, outlooks, admin);
  if (pages === undefined || stored === home.shown) return null;
  const texts = textsFor(home.language);
  const own = await ownState(deps, { actor: { chat, memberId }, texts, local, signal });
  // What could not be read is looked at again in the next round, and shown again only once it is another page.
  const shown = own.isWhole ? stored : `${stored}?`;
  if (shown === home.shown) return null;
  const page = texts.reply.home({ own: own.message, admin });
  const failure = await publish(deps, home, () => pages.publish(memberId, page, signal));
  if (failure === null) await noteShown(deps.db, home, { shown });
  return failure;
}

/** null: it is shown. A page that is refused is forgotten until the person opens it again. */
async function publish(
  { db, log }: HomeDeps,
  home: HomePage,
  show: () => Promise<void>,
): Promise<DeliveryFailure | null> {
  try {
    await show();
    return null;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    log.vendorCallFailed({ vendor: home.chat, call: 'home', code: error.code });
    if (error.reason === 'refused' || aftermathOf(error.reason).outcome === 'failed')
      await forgetHome(db, home);
    return error.reason;
  }
}

/** What of a page can change by itself: not when it was looked. */
function fingerprint(home: HomePage, outlooks: readonly CaseOutlook[], admin: AdminHome | null): string {
  const own = outlooks
    .filter(({ contact }) => isContact(contact, home))
    .map(({ user, finding, progress, away }) => [
      user.userId,
      user.userName,
      finding?.verdict,
      finding?.reason,
      progress.deadlineAt,
      away?.untilAt,
      progress.isExcused,
    ]);
  return createHash('sha256')
    .update(JSON.stringify([own, admin]))
    .digest('base64url');
}

/** What stands on the pages of admins alone: the same for each of them, but for the zone. */
async function adminParts(
  deps: HomeDeps,
  homes: readonly HomePage[],
  outlooks: readonly CaseOutlook[],
): Promise<(home: HomePage, local: CommandCall['local']) => AdminHome | null> {
  const isAdmin = ({ chat, memberId }: HomePage) => deps.adminIds.get(chat)?.has(memberId) === true;
  if (!homes.some(isAdmin)) return () => null;
  const figures = await adminFigures(deps, outlooks);
  return (home, local) => (isAdmin(home) ? adminHome(figures, { local }) : null);
}

type AdminFigures = Awaited<ReturnType<typeof adminFigures>>;

async function adminFigures(deps: HomeDeps, outlooks: readonly CaseOutlook[]) {
  const { db, clock, policy } = deps;
  const now = clock.now();
  const date = localDate(now, policy.timeZone);
  const digest = await buildDigest(deps, { date, now, runsSince: 0, outlooks, excludedAccountIds: [] });
  const completeAt = (await listAccounts(db)).flatMap(({ lastCompleteAt }) => lastCompleteAt ?? []);
  return {
    digest,
    lastAuditAt: completeAt.length === 0 ? null : Math.max(...completeAt),
    nextAuditAt: deps.nextAuditAt(),
    trend: await trendOf(db, now, TREND_DAYS),
  };
}

function adminHome(
  { digest, lastAuditAt, nextAuditAt, trend }: AdminFigures,
  { local }: Pick<CommandCall, 'local'>,
): AdminHome {
  const { failing, anyComplete, totals, compliantPercent, administrators } = digest;
  const { openCases, told, overdueCount, messaging } = digest;
  return {
    ...{ anyComplete, totals, compliantPercent, administrators, openCases, told, overdueCount, messaging },
    failing: failing.map((part) => ({ ...part, since: local(part.since.at) })),
    unmappedCount: digest.unmapped.length,
    lastAuditAt: lastAuditAt === null ? null : local(lastAuditAt),
    nextAuditAt: local(nextAuditAt),
    trend,
  };
}
