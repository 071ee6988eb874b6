import type { ExemptionState } from '../domain/exemption.ts';
import type { Period } from '../domain/period.ts';
import { readChain } from '../store/activity-chain.ts';
import type { Store } from '../store/database.ts';
import {
  activityRange,
  findingsOfAudit,
  listAuditsIn,
  listEnforcementsIn,
  listExemptionsIn,
  listFailedAuditsIn,
  listStarts,
  noticesIn,
} from '../store/evidence-rows.ts';

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/** One file of an export: a list of columns, each with its meaning, and the rows in an order that never changes. */
export interface Concept {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  rows(store: Store, period: Period): AsyncIterable<Row>;
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const ACCOUNT = 'id of the Alibaba Cloud account';
const USER = 'id of the RAM user; never given to another one';

const findings: Concept = {
  name: 'findings',
  columns: {
    auditId: 'the audit run that looked; audits has its day',
    accountId: ACCOUNT,
    userId: USER,
    userName: 'the name of the RAM user at that time',
    verdict: 'what the rule says of this user',
    reason: 'why; a bound device decides',
    mfaDevice: 'the kind of device',
    mfaRequired:
      'whether RAM insists on MFA for this user; empty: not known, or no login profile. The Cloud Config rule ram-user-mfa-check asks for true here, of every user with a console password',
    requestId:
      'of the last answer about this user, which decided, when this stretch began: Alibaba Cloud’s own, to be found in ActionTrail. A stretch is the time in which verdict, reason, mfaDevice, mfaRequired, errorCode and userName stayed the same from look to look; each audit in it looked again. Empty: decided without a call of its own',
    readAt:
      'when the first look of this stretch was written down: the end of its account’s part of an audit, or a look between audits (before a message, or when the person asked for one)',
    lastRequestId:
      'of the answer that confirmed this stretch last, where the stretch ended within the period (as it goes on, it would be another one tomorrow)',
    lastReadAt: 'when that was written down: one value for all rows of the stretch',
    errorCode: 'the vendor’s code where the verdict is unknown',
  },
  async *rows(store, period) {
    for (const audit of await listAuditsIn(store, period)) {
      for await (const one of findingsOfAudit(store, audit)) {
        // The last reading of a stretch that goes on would be another value tomorrow.
        const isOver = one.toAt !== null && one.toAt < period.toMs;
        yield {
          ...{ auditId: audit.runId, accountId: one.accountId, userId: one.userId },
          userName: one.userName ?? one.presentName,
          ...{ verdict: one.verdict, reason: one.reason, mfaDevice: one.mfaDevice },
          ...{ mfaRequired: one.mfaRequired, requestId: one.requestId, readAt: iso(one.fromAt) },
          lastRequestId: isOver ? one.lastRequestId : null,
          lastReadAt: isOver ? iso(one.seenAt) : null,
          errorCode: one.errorCode,
        };
      }
    }
  },
};

const exemptions: Concept = {
  name: 'exemptions',
  columns: {
    accountId: ACCOUNT,
    userId: USER,
    kind: 'reasoned or lost_phone',
    reason: 'as the admin wrote it',
    requestedAt: 'when it was asked for',
    requestedChat: 'in which chat',
    requestedBy: 'who asked for it: id of the chat member',
    state:
      'requested, declined, lapsed, active, over (its day has come) or ended (taken back), as it was at the end of the period',
    decidedAt: 'when it was decided',
    decidedChat: 'in which chat',
    decidedBy: 'who decided: id of the chat member',
    singleAdmin: 'whether one admin asked and decided, because there was no other',
    until: 'until when it holds',
    endedAt: 'when it was ended before that',
  },
  rows: exemptionRows,
};

/** As they stood when the period ended. */
export async function* exemptionRows(store: Store, period: Period): AsyncGenerator<Row> {
  for (const one of await listExemptionsIn(store, period)) {
    // What happens after the period is not in it, and stays out when it has happened.
    const isDecided = one.decidedAt !== null && one.decidedAt < period.toMs;
    const isEnded = one.endedAt !== null && one.endedAt < period.toMs;
    yield {
      ...{ accountId: one.accountId, userId: one.userId, kind: one.kind, reason: one.reason },
      ...{ requestedAt: iso(one.requestedAt), requestedChat: one.requestedChat },
      ...{ requestedBy: one.requestedBy, state: stateThen(one.state, { isDecided, isEnded }) },
      decidedAt: isDecided ? iso(one.decidedAt) : null,
      decidedChat: isDecided ? one.decidedChat : null,
      decidedBy: isDecided ? one.decidedBy : null,
      singleAdmin: one.singleAdmin,
      until: iso(one.untilAt),
      endedAt: isEnded ? iso(one.endedAt) : null,
    };
  }
}

/** What it was when the period ended. */
function stateThen(now: ExemptionState, then: { readonly isDecided: boolean; readonly isEnded: boolean }) {
  if (then.isEnded || now === 'declined') return then.isDecided || then.isEnded ? now : 'requested';
  return then.isDecided ? 'active' : 'requested';
}

const notices: Concept = {
  name: 'notices',
  columns: {
    noticeKey: 'account/user/case/step/audience/occurrence',
    accountId: ACCOUNT,
    userId: USER,
    caseId: 'the follow-up it belongs to',
    step: 'what was said',
    audience:
      'person, manager or owner; person:<member id> for the second and further ones who share the user',
    occurrence: 'how many times this step was due',
    state: 'what became of it',
    chat: 'slack or dingtalk',
    recipient: 'id of the chat member; empty: nobody, or erased',
    sentAt: 'when it was handed to the chat',
    settledAt: 'when it was known what became of it',
    deadlineAt: 'the deadline it told: the end of a working day in the person’s own time zone',
    outcome: 'the chat’s code, or why it was cancelled; empty where it was sent',
    messageId: 'of the message, as the chat names it',
  },
  async *rows(store, period) {
    for await (const one of noticesIn(store, period)) {
      yield {
        ...{ noticeKey: one.noticeKey, accountId: one.accountId, userId: one.userId, caseId: one.caseId },
        ...{ step: one.step, audience: one.audience, occurrence: one.occurrence, state: one.state },
        ...{ chat: one.chat, recipient: one.recipient, sentAt: iso(one.claimedAt) },
        ...{ settledAt: iso(one.settledAt), deadlineAt: iso(one.deadlineAt) },
        outcome: one.cancelReason ?? one.outcomeCode,
        messageId: one.messageId,
      };
    }
  },
};

const enforcements: Concept = {
  name: 'enforcements',
  columns: {
    enforcementId: 'counted up',
    accountId: ACCOUNT,
    userId: USER,
    userName: 'the name of the RAM user at that time',
    direction: 'enforce (MFA is required) or unenforce (as it was before)',
    actorChat: 'in which chat it was confirmed',
    actorMemberId: 'who confirmed it: id of the chat member',
    state: 'verified (read back as meant), differs, failed, unknown, confirmed or applying',
    confirmedAt: 'when it was confirmed',
    settledAt: 'when it was read back',
    profileBefore: 'the login profile before, as JSON; no password is ever read',
    profileAfter: 'the login profile after',
    outcomeCode: 'the vendor’s code where it did not work',
  },
  async *rows(store, period) {
    for (const one of await listEnforcementsIn(store, period)) {
      yield {
        ...{ enforcementId: one.enforcementId, accountId: one.accountId, userId: one.userId },
        ...{ userName: one.userName, direction: one.direction, actorChat: one.actorChat },
        ...{ actorMemberId: one.actorMemberId, state: one.state, confirmedAt: iso(one.confirmedAt) },
        ...{
          settledAt: iso(one.settledAt),
          profileBefore: one.profileBefore,
          profileAfter: one.profileAfter,
        },
        outcomeCode: one.outcomeCode,
      };
    }
  },
};

const KEPT = 'empty: could not be read, or audited before this was kept';

const audits: Concept = {
  name: 'audits',
  columns: {
    auditId: 'one look at all accounts; an account that is tried again on a day has a row for each try',
    accountId: `${ACCOUNT}; empty: not even the accounts could be listed`,
    trigger: 'scheduled or asked for',
    localDate: 'the day it was scheduled for, in the time zone of the manifest; empty: asked for',
    startedAt: 'when the run began',
    endedAt: 'when this account was written down',
    complete: 'false: of this account only who was read is among the findings, and nothing is filled in',
    completenessProven: 'whether the vendor’s own count of users agreed',
    incompleteReason: 'why it is incomplete; empty: it is complete',
    errorCode: 'the vendor’s code',
    compliant: 'users with this verdict',
    noncompliant: 'users with this verdict, exempt ones too',
    unknown: 'users with this verdict',
    notApplicable: 'users with this verdict',
    boundNotRequired: 'of the compliant ones: RAM does not insist on their device',
    missingGrants: 'what the vendor refused',
    apiCalls: 'calls made for it, repeated ones too',
    loginMfaMode: `account-wide: of whom RAM asks for MFA at sign-in; ${KEPT}`,
    ssoEnabled: `whether users sign in by single sign-on, for whom this rule does not apply; ${KEPT}`,
    mayUsersManageDevices: `whether users bind and remove their own device; ${KEPT}`,
    rootMfaEnabled: `information beside this rule: whether the account’s own (root) user has MFA, which CIS Alibaba Cloud 1.3 asks for; ${KEPT}`,
    maxIdleDaysForUsers: `information beside this rule: after how many days without a sign-in Alibaba Cloud switches a console login off; CIS Alibaba Cloud 1.5 asks for 90; ${KEPT}`,
    toolVersion: 'the program that ran it; empty: started before this was written down',
    configurationDigest: 'SHA-256 of the configuration it ran with, secrets left out',
  },
  async *rows(store, period) {
    const starts = await listStarts(store, period.toMs);
    const startOf = (at: number) => {
      const [toolVersion = null, configurationDigest = null] =
        starts.findLast((start) => start.at <= at)?.detail?.split(' ') ?? [];
      return { toolVersion, configurationDigest };
    };
    for (const one of await listAuditsIn(store, period)) {
      const { compliant, noncompliant, unknown, notApplicable, boundNotRequired } = one.counts;
      yield {
        ...{ auditId: one.runId, accountId: one.accountId, trigger: one.trigger, localDate: one.localDate },
        ...{ startedAt: iso(one.startedAt), endedAt: iso(one.endedAt), complete: one.complete },
        ...{ completenessProven: one.completenessProven, incompleteReason: one.incompleteReason },
        errorCode: one.errorCode,
        ...{ compliant: compliant ?? null, noncompliant: noncompliant ?? null, unknown: unknown ?? null },
        ...{ notApplicable: notApplicable ?? null, boundNotRequired: boundNotRequired ?? null },
        ...{ missingGrants: one.missingGrants, apiCalls: one.apiCalls, ...one.accountState },
        ...startOf(one.startedAt),
      };
    }
    for (const one of await listFailedAuditsIn(store, period)) {
      yield {
        ...{ auditId: one.runId, accountId: null, trigger: one.trigger, localDate: one.localDate },
        ...{ startedAt: iso(one.startedAt), endedAt: iso(one.endedAt), complete: false },
        ...{ errorCode: one.errorCode, ...startOf(one.startedAt) },
      };
    }
  },
};

const activity: Concept = {
  name: 'activity',
  columns: {
    activityId: 'in the order of the chain',
    at: 'when',
    kind: 'what was done',
    actorChat: 'in which chat; empty: by the bot itself',
    actorMemberId:
      'who: id of the chat member; for admin_in_force: who is an admin, from this start of the bot until one that does not name them. Every admin may give every command. Empty beside a digest: erased',
    actorSalt: 'what the member id is hashed with',
    actorDigest: 'SHA-256 of salt, colon and member id; this is chained',
    accountId: ACCOUNT,
    userId: USER,
    detail:
      'the step of a notice, the reason of a finding, a code, a date, or a setting (of policy_in_force as JSON, by the names of the configuration; of started the version and the configurationDigest); empty beside a digest: erased',
    detailSalt: 'what the detail is hashed with',
    detailDigest: 'SHA-256 of salt, colon and detail; this is chained',
    hash: 'SHA-256 of the row and the hash before it; README.txt says how',
  },
  async *rows(store, period) {
    const { first, last } = await activityRange(store, period);
    for await (const one of readChain(store, first - 1)) {
      if (one.activityId > last) return;
      yield {
        ...{ activityId: one.activityId, at: iso(one.at), kind: one.kind, actorChat: one.actorChat },
        ...{ actorMemberId: one.actorMemberId, actorSalt: one.actorSalt, actorDigest: one.actorDigest },
        ...{ accountId: one.accountId, userId: one.userId, detail: one.detail },
        ...{ detailSalt: one.detailSalt, detailDigest: one.detailDigest, hash: one.hash },
      };
    }
  },
};

/** What is exported, one file each. */
export const CONCEPTS: readonly Concept[] = [findings, exemptions, notices, enforcements, audits, activity];
