import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { chatCode, type Meanings } from '../domain/code-meaning.ts';
import { type Alarm, alarmNews, type PartState } from '../domain/part.ts';
import type { PartLabel } from '../domain/texts/layouts/part-lines.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { endAlarm, listLatestAlarms, raiseAlarm } from '../store/parts.ts';
import { planAdminPosts } from '../store/posts.ts';
import {
  listRecipientRefusals,
  markRefusalTold,
  type RecipientRefusal,
} from '../store/recipient-refusals.ts';
import { failingParts, loadPartLabels } from './failing-parts.ts';
import type { PostDeps } from './post.ts';

export interface TellPartsDeps extends PostDeps {
  readonly meanings: Meanings;
}

/** Plans what admins are told of parts that stopped or work again, and of people who are refused. True when there was anything. */
export async function tellParts(deps: TellPartsDeps): Promise<boolean> {
  const states = deps.board.states();
  const alarms = await listLatestAlarms(deps.db);
  const news = alarmNews(states, alarms, deps.clock.now());
  const { failed } = news;
  const works = [...news.works, ...outage(deps)];
  if (failed.length > 0) await tellFailed(deps, failed);
  if (works.length > 0) await tellWorks(deps, works);
  const refused = await tellRefused(deps, states);
  return failed.length + works.length > 0 || refused;
}

/** The database could not keep the alarm about itself. */
function outage({ board, clock }: TellPartsDeps): readonly Alarm[] {
  const since = board.takeOutage();
  return since === null ? [] : [{ part: 'database', since, raisedAt: clock.now(), endedAt: null }];
}

const localTo =
  ({ policy }: TellPartsDeps) =>
  (at: EpochMs) => ({ at, zone: policy.timeZone });

type FailingState = Extract<PartState, { status: 'failing' }>;

async function tellFailed(deps: TellPartsDeps, failed: readonly FailingState[]): Promise<void> {
  const at = deps.clock.now();
  const failing = new Set(deps.board.states().flatMap((one) => (one.status === 'failing' ? [one.part] : [])));
  const labelled = await failingParts(deps, failed, localTo(deps));
  await deps.db.inTransaction(async (trx) => {
    for (const { part, since } of failed) await raiseAlarm(trx, { part, since, raisedAt: at });
    for (const audience of deps.audiences) {
      const { chat } = audience;
      const parts = failing.has(chat) ? labelled.filter(({ part }) => !isOfChat(part, chat)) : labelled;
      if (parts.length === 0) continue;
      await planAdminPosts(
        trx,
        { ...deps, audiences: [audience] },
        {
          kind: 'part_failed',
          subject: new Date(at).toISOString(),
          at,
          message: (language) => textsFor(language).admin.partsFailed({ parts }),
        },
      );
    }
  });
}

/** Who reads only a chat that broke hears of that once it works again, with how long it did not; what else failed waits there. */
function isOfChat(part: PartLabel, chat: ChatName): boolean {
  return (part.kind === 'chat' || part.kind === 'quota') && part.chat === chat;
}

async function tellWorks(deps: TellPartsDeps, works: readonly Alarm[]): Promise<void> {
  const at = deps.clock.now();
  const local = localTo(deps);
  const labelOf = await loadPartLabels(deps.db);
  const parts = works.flatMap(({ part, since }) => {
    const label = labelOf(part);
    return label === null ? [] : [{ part: label, failedFrom: local(since), failedTo: local(at) }];
  });
  await deps.db.inTransaction(async (trx) => {
    for (const alarm of works) await endAlarm(trx, alarm, at);
    if (parts.length === 0) return;
    await planAdminPosts(trx, deps, {
      kind: 'part_works',
      subject: new Date(at).toISOString(),
      at,
      message: (language) => textsFor(language).admin.partsWork({ parts }),
    });
  });
}

const REFUSED_ALONE_MS = 24 * 60 * 60_000;

/** Who is refused alone for a day: others are reached, so no part is failing and nobody would hear of it. */
async function tellRefused(deps: TellPartsDeps, states: readonly PartState[]): Promise<boolean> {
  const at = deps.clock.now();
  const failing = new Set<string>(
    states.filter(({ status }) => status === 'failing').map(({ part }) => part),
  );
  const untold = (await listRecipientRefusals(deps.db)).filter(
    ({ chat, since, toldAt }) => toldAt === null && at - since >= REFUSED_ALONE_MS && !failing.has(chat),
  );
  for (const [chat, people] of Map.groupBy(untold, (one) => one.chat)) {
    await tellRefusedIn(deps, { chat, people, at });
  }
  return untold.length > 0;
}

async function tellRefusedIn(
  deps: TellPartsDeps,
  told: { readonly chat: ChatName; readonly people: readonly RecipientRefusal[]; readonly at: EpochMs },
): Promise<void> {
  const { chat, at } = told;
  const local = localTo(deps);
  const people = told.people.map(({ memberId, code, since }) => ({
    memberId,
    code: chatCode(deps.meanings, chat, code),
    since: local(since),
  }));
  await deps.db.inTransaction(async (trx) => {
    for (const one of told.people) await markRefusalTold(trx, one, at);
    await planAdminPosts(trx, deps, {
      kind: 'people_refused',
      subject: `${chat}/${new Date(at).toISOString()}`,
      at,
      message: (language) => textsFor(language).admin.peopleRefused({ chat, people }),
    });
  });
}
