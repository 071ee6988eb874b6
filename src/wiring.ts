import { type Auditor, createAuditor } from './audit/run-audit.ts';
import type { AnswerDeps } from './commands/answer.ts';
import { refreshHomes } from './commands/home.ts';
import { createListening, type Listening } from './commands/listening.ts';
import type { Config } from './config/config.ts';
import { breakGlassLabel, isBreakGlass } from './domain/break-glass.ts';
import type { EpochMs } from './domain/clock.ts';
import type { Sample } from './domain/gauge.ts';
import type { PartName } from './domain/part.ts';
import { catchUpEnforcements } from './enforcement/catch-up.ts';
import { createInTurn, type EnforcementDeps } from './enforcement/enforcer.ts';
import { removeLeftZips } from './evidence/month-zip.ts';
import { recordStart, type SettingsInForce } from './evidence/record-start.ts';
import type { Log } from './log.ts';
import { checkBreakGlassNames } from './outreach/break-glass-names.ts';
import type { DigestSettings } from './outreach/build-digest.ts';
import { settleInterrupted } from './outreach/carry-out.ts';
import { createHealthCheck, type HealthCheck } from './outreach/check-health.ts';
import { collectSamples } from './outreach/collect-samples.ts';
import { deliverDue } from './outreach/deliver.ts';
import { deliverSingles } from './outreach/deliver-single.ts';
import { endAbsences } from './outreach/end-absences.ts';
import { endExemptions } from './outreach/end-exemptions.ts';
import { createLiveCheck, createReaderLookup } from './outreach/live-check.ts';
import { lookForDevices } from './outreach/look-for-devices.ts';
import { createRecordLooks } from './outreach/look-into-record.ts';
import { createPartBoard, type PartBoard } from './outreach/part-board.ts';
import { listInterruptedNotices } from './outreach/person-dispatch.ts';
import { isDigestPlanned, planDigest } from './outreach/plan-digest.ts';
import { planWeekly } from './outreach/plan-weekly.ts';
import { listInterruptedPosts, sendPosts } from './outreach/post.ts';
import { createRecollection } from './outreach/recollection.ts';
import { reportReading } from './outreach/report-reading.ts';
import { lookAgainAtUnbound } from './outreach/second-look.ts';
import { createSendingWatch } from './outreach/sending-watch.ts';
import { showBindings } from './outreach/show-binding.ts';
import { showClosedCases } from './outreach/show-closed.ts';
import { tellParts } from './outreach/tell-parts.ts';
import { tellRun } from './outreach/tell-run.ts';
import { createWaitingMessages } from './outreach/waiting-messages.ts';
import { isClockWrong, watchClock } from './outreach/watch-clock.ts';
import { watchQuotas } from './outreach/watch-quotas.ts';
import { watchedCheck, watchedDirectory, watchedProfiles } from './outreach/watch-reading.ts';
import { createAuditJob } from './scheduler/audit-job.ts';
import { createDailyJob } from './scheduler/daily-job.ts';
import { createDeliveryJob, type DeliveryJob } from './scheduler/delivery-job.ts';
import { createDigestJob } from './scheduler/digest-job.ts';
import { createRecurringJob } from './scheduler/recurring-job.ts';
import { createSchedule, type Schedule } from './scheduler/schedule.ts';
import type { Job } from './scheduler/scheduler.ts';
import { createWeeklyJob } from './scheduler/weekly-job.ts';
import { findAccount } from './store/accounts.ts';
import type { Database } from './store/database.ts';
import { lastWorkedAt } from './store/last-worked.ts';
import { openForReading } from './store/open-for-reading.ts';
import { hasPostOfKind, isChannelPostPlanned } from './store/posts.ts';
import { forgetBefore } from './store/retention.ts';
import { byChat, type Seam, type World } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

interface WiringParts {
  readonly config: Config;
  readonly log: Log;
  readonly seam: Seam;
  readonly db: Database;
  readonly world: World;
  /** Runs what is due without waiting for the next minute. */
  readonly runSoon: () => void;
  readonly turnLost: AbortSignal;
}

export interface Wiring {
  readonly jobs: readonly Job[];
  readonly answer: AnswerDeps;
  readonly enforcement: EnforcementDeps;
  readonly board: PartBoard;
  readonly listening: Listening;
  readonly health: HealthCheck;
  readonly samples: () => Promise<readonly Sample[]>;
  /** Clears away what an earlier process was killed at, and writes down what holds from this start on. */
  readonly begin: () => Promise<void>;
}

/** Who gets what: every dependency is named here once. */
export function wire(parts: WiringParts): Wiring {
  const { config, db, seam, world, runSoon } = parts;
  const { clock } = seam;
  const outreach = outreachParts(parts);
  const { policy, board } = outreach;
  const sources = byChat(world.chats, (chat) => chat.provider.commandSource);
  const listening = createListening({ sources, board, clock });
  const enforcement = enforcementParts(parts, outreach);
  const auditSchedule = createSchedule(config.schedule.auditCron, policy.timeZone);
  const clockCheck = createDailyJob({
    ...{ name: 'clock', clock, timeZone: policy.timeZone },
    work: (signal) => watchClock({ vendorClock: world.vendorClock, board }, signal),
  });
  const delivery = deliveryJob(outreach, clockCheck);
  const wakeDelivery = () => {
    delivery.wake();
    runSoon();
  };
  const auditor = watched(createAuditor({ ...outreach, accounts: world.accounts }), outreach, delivery.wake);
  const answer: AnswerDeps = {
    ...outreach,
    ...answerParts(parts),
    ...{ auditor, enforcement, wakeDelivery },
    nextAuditAt: (): EpochMs => auditSchedule.next(clock.now()),
  };
  const health = createHealthCheck({
    ...{ db, clock, board, sources, waiting: outreach.waiting },
    known: knownParts(outreach),
    auditDueAt: () => auditSchedule.last(clock.now()),
  });
  return {
    jobs: jobsOf({ parts, outreach, answer, auditSchedule, delivery, listening }),
    ...{ answer, enforcement, board, listening, health },
    samples: () => collectSamples(outreach),
    async begin() {
      await removeLeftZips(config.database);
      await recordStart(db, clock.now(), settingsInForce(config, answer.adminIds));
    },
  };
}

/** What commands work with beside what following up does. */
function answerParts({ config, seam, world }: WiringParts) {
  const { chats } = world;
  return {
    accounts: world.accounts,
    fileMessengers: byChat(chats, (chat) => chat.provider.files),
    openForReading: () => openForReading(config.database),
    place: config.database,
    newCode: codes(seam.random),
    adminIds: new Map(chats.map((one) => [one.chat, new Set(one.adminIds)])),
    viewerRoles: byChat(chats, (chat) => chat.provider.viewerRole),
    homePages: byChat(chats, (chat) => chat.provider.homePages),
  };
}

interface Wired {
  readonly parts: WiringParts;
  readonly outreach: OutreachParts;
  readonly answer: AnswerDeps;
  readonly auditSchedule: Schedule;
  readonly delivery: DeliveryJob;
  readonly listening: Listening;
}

/** In the order in which those that fall due together are begun. */
function jobsOf(wired: Wired): readonly Job[] {
  return [
    auditJob(wired),
    digestJob(wired),
    ...weeklyJobs(wired),
    wired.delivery,
    ...looks(wired),
    enforcementsJob(wired),
    partsJob(wired),
    retentionJob(wired),
  ];
}

function deliveryJob(outreach: OutreachParts, clockCheck: Job): DeliveryJob {
  return createDeliveryJob({
    clock: outreach.clock,
    async deliver(signal) {
      // Before the first message of a start, too: a machine may wake at a wrong hour.
      await clockCheck.runIfDue(signal);
      await deliverAll(outreach, signal);
    },
  });
}

function auditJob({ outreach, answer, auditSchedule }: Wired): Job {
  const { db, clock, policy } = outreach;
  return createAuditJob({
    ...{ db, clock, auditor: answer.auditor, schedule: auditSchedule, timeZone: policy.timeZone },
    onEnded: (outcome, run) => tellRun(outreach, outcome, run),
  });
}

function digestJob(wired: Wired): Job {
  const { parts, outreach, auditSchedule, delivery } = wired;
  const { db, clock, policy } = outreach;
  const { timeZone } = policy;
  const digestSchedule = createSchedule(parts.config.schedule.digestCron, timeZone);
  return createDigestJob({
    ...{ db, clock, auditSchedule, digestSchedule, timeZone },
    isPlanned: (date) => isDigestPlanned(outreach, date),
    isAnyPlanned: () => hasPostOfKind(db, 'digest'),
    async post(day, signal) {
      // Both become due as the working day begins: whom the warnings name, the digest of that day names.
      await delivery.ended();
      await planDigest({ ...outreach, excludedAccountIds: excludedIn(parts.config) }, day, signal);
      await sendInTurn(wired, signal);
    },
  });
}

function weeklyJobs(wired: Wired): readonly Job[] {
  const { parts, outreach, auditSchedule } = wired;
  const { db, clock, policy } = outreach;
  const { timeZone } = policy;
  const { weeklyCron, targetPercent } = parts.config.schedule;
  if (weeklyCron === null) return [];
  return [
    createWeeklyJob({
      ...{ db, clock, auditSchedule, timeZone, weeklySchedule: createSchedule(weeklyCron, timeZone) },
      isPlanned: (date) => isChannelPostPlanned(db, outreach, { kind: 'weekly', subject: date }),
      async post(day, signal) {
        const deps = { ...outreach, excludedAccountIds: excludedIn(parts.config), targetPercent };
        await planWeekly(deps, day, signal);
        await sendInTurn(wired, signal);
      },
    }),
  ];
}

/** Whose device is bound by now, what is on record of it, and the pages that show it. */
function looks({ outreach, answer }: Wired): readonly Job[] {
  const { clock } = outreach;
  const { wakeDelivery } = answer;
  return [
    createRecurringJob({
      ...{ name: 'looks', everyMs: 15 * MINUTE_MS, clock },
      work: (signal) => lookForDevices({ ...outreach, onEnrolled: wakeDelivery }, signal),
    }),
    createRecurringJob({
      ...{ name: 'record', everyMs: 5 * MINUTE_MS, clock },
      work: createRecordLooks({ ...outreach, onNews: wakeDelivery }),
    }),
    createRecurringJob({
      ...{ name: 'homes', everyMs: 5 * MINUTE_MS, clock },
      work: (signal) => refreshHomes(answer, signal),
    }),
  ];
}

function enforcementsJob(wired: Wired): Job {
  return {
    name: 'enforcements',
    async runIfDue(signal) {
      if (await catchUpEnforcements(wired.answer.enforcement, signal)) await sendInTurn(wired, signal);
      return false;
    },
  };
}

function partsJob(wired: Wired): Job {
  const { outreach, listening } = wired;
  const { board } = outreach;
  return {
    name: 'parts',
    async runIfDue(signal) {
      await listening.retry();
      await board.tryDatabase();
      await watchQuotas(outreach);
      await board.save();
      if (await tellParts(outreach)) await sendInTurn(wired, signal);
      return false;
    },
  };
}

function retentionJob({ parts, outreach }: Wired): Job {
  const { db, clock, policy } = outreach;
  return createDailyJob({
    ...{ name: 'retention', clock, timeZone: policy.timeZone },
    async work() {
      const now = clock.now();
      await forgetBefore(db, now - parts.config.retentionDays * DAY_MS, now);
      return true;
    },
  });
}

function sendInTurn({ outreach, delivery }: Wired, signal: AbortSignal): Promise<void> {
  return delivery.inTurn(() => sendPosts(outreach, signal));
}

const excludedIn =
  ({ alibaba }: Config) =>
  () =>
    alibaba.accounts.excludedAccountIds;

function settingsInForce(config: Config, adminIds: AnswerDeps['adminIds']): SettingsInForce {
  const { messaging, breakGlass, securityContact: _contact, ...policy } = config.policy;
  return {
    messaging,
    policy: {
      ...policy,
      breakGlassUsers: breakGlass.length,
      ...config.schedule,
      retentionDays: config.retentionDays,
      enforcement: enforcementState(config),
    },
    adminIds,
    configuration: config,
  };
}

/** What is a part of this bot, whether anything was seen of it or not; accounts and chats aside. */
function knownParts({ settings, monthlyQuotas }: OutreachParts): readonly PartName[] {
  const quotas = [...monthlyQuotas.keys()].map((chat): PartName => `quota:${chat}`);
  return [
    'database',
    'clock',
    ...quotas,
    ...(settings.enforcement === 'off' ? [] : (['enforcement'] as const)),
  ];
}

/** Whoever starts an audit, what it shows of the accounts is noted, and what it found need not wait for its turn. */
function watched(auditor: Auditor, outreach: OutreachParts, wakeDelivery: () => void): Auditor {
  return {
    ...auditor,
    async run(request) {
      const outcome = await auditor.run(request);
      if (outcome === null) return null;
      await reportReading(outreach, outcome);
      wakeDelivery();
      return outcome;
    },
  };
}

/** What following up works with. */
function outreachParts({ config, log, seam, db, world, turnLost }: WiringParts) {
  const { clock } = seam;
  const { policy, newId, meanings, chats } = world;
  const readers = createReaderLookup(world.accounts, clock);
  const board = createPartBoard({ db, clock, log, lastWorked: lastWorkedAt(config.database) });
  const directories = new Map(
    [...world.contactRules.directories].map(([chat, directory]) => [
      chat,
      watchedDirectory(directory, { chat, board }),
    ]),
  );
  const contactRules = { ...world.contactRules, directories };
  const settings: DigestSettings = {
    enforcement: enforcementState(config),
    breakGlass: () => breakGlassLine(config, db),
  };
  const messengers = byChat(chats, (chat) => chat.provider.messenger);
  return {
    ...{ db, clock, log, policy, newId, contactRules, meanings, readers, settings, turnLost, messengers },
    bootId: newId(),
    audiences: chats,
    directories,
    newLiveCheck: () => watchedCheck(createLiveCheck({ db, clock, policy, readers }), board),
    board,
    waiting: createWaitingMessages(clock),
    watch: createSendingWatch({
      board,
      log,
      credentials: byChat(chats, (chat) => chat.provider.credentials),
    }),
    isForgotten: (dueAt: EpochMs) => dueAt <= (board.forgottenUntil() ?? Number.NEGATIVE_INFINITY),
    recollect: createRecollection({
      ...{ messengers, clock, board },
      reachesBackMs: config.retentionDays * DAY_MS,
    }),
    batchMessengers: byChat(chats, (chat) => chat.provider.batchMessenger),
    monthlyQuotas: byChat(chats, (chat) => chat.monthlyQuotas),
  };
}

type OutreachParts = ReturnType<typeof outreachParts>;

/** Everything that is sent. Whoever is looked for in a conversation, where it takes a while, holds up nobody else. */
async function deliverAll(outreach: OutreachParts, signal: AbortSignal): Promise<void> {
  const { messengers, watch, board } = outreach;
  // At a wrong hour nobody is written to; what the admins must know of it goes out.
  if (isClockWrong(board)) return;
  for (const chat of messengers.keys()) await watch.begin(chat, signal);
  await board.save();
  // Listed before anything is claimed: what is on its way now, nobody works on any more.
  const left = [...(await listInterruptedNotices(outreach)), ...(await listInterruptedPosts(outreach))];
  const ended = await Promise.allSettled([
    settleInterrupted(outreach, left, signal),
    sendAll(outreach, signal),
  ]);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  if (left.length > 0) await sendAll(outreach, signal);
  for (const chat of messengers.keys()) watch.end(chat);
  await board.save();
}

/** In order: last what is said to channels and admins. */
async function sendAll(outreach: OutreachParts, signal: AbortSignal): Promise<void> {
  await lookAgainAtUnbound(outreach, signal);
  // Absences first: what ended while nobody looked is no silence that lasts beyond an exemption.
  await endAbsences(outreach);
  await endExemptions(outreach);
  await deliverDue(outreach, signal);
  await deliverSingles(outreach, signal);
  await showClosedCases(outreach, signal);
  await showBindings(outreach, signal);
  await sendPosts(outreach, signal);
}

function enforcementParts({ config, db, world }: WiringParts, outreach: OutreachParts): EnforcementDeps {
  return {
    ...outreach,
    loginProfiles: world.loginProfiles && watchedProfiles(world.loginProfiles, outreach.board),
    check: (key, signal) => outreach.newLiveCheck()(key, signal),
    breakGlass: breakGlassGuard(config, db),
    underWay: new Set(),
    inTurn: createInTurn(),
  };
}

// Without the letters and digits that look alike.
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 6;

function codes(random: () => number): () => string {
  const letter = () => CODE_LETTERS.charAt(Math.floor(random() * CODE_LETTERS.length));
  return () => Array.from({ length: CODE_LENGTH }, letter).join('');
}

function enforcementState({ alibaba }: Config): 'on' | 'off' | 'reader_key' {
  if (alibaba.enforcer === null) return 'off';
  return alibaba.enforcer.keys === null ? 'reader_key' : 'on';
}

function breakGlassGuard({ policy }: Config, db: Database): EnforcementDeps['breakGlass'] {
  return {
    async isBreakGlass(user) {
      const alias = (await findAccount(db, user.accountId))?.alias ?? null;
      return isBreakGlass({ ...user, alias }, policy.breakGlass);
    },
    async isUncertain(accountId) {
      return (await checkBreakGlassNames(db, policy.breakGlass)).blocks(accountId);
    },
  };
}

async function breakGlassLine({ policy }: Config, db: Database) {
  const { notFound } = await checkBreakGlassNames(db, policy.breakGlass);
  return { configured: policy.breakGlass.map(breakGlassLabel), notFound };
}
