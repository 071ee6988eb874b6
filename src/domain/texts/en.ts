import type { Catalogue } from './catalogue.ts';
import * as admin from './en/admin.ts';
import * as audit from './en/audit.ts';
import * as channel from './en/channel.ts';
import { cohortNudge } from './en/cohort-nudge.ts';
import { auditCompletedLate, digest } from './en/digest.ts';
import * as enforce from './en/enforce.ts';
import { managerWarning } from './en/manager-warning.ts';
import { me } from './en/me.ts';
import { closed, enforced, thanks } from './en/notices.ts';
import { nudge } from './en/nudge.ts';
import * as reply from './en/reply.ts';
import * as start from './en/start.ts';
import { status, statusList } from './en/status.ts';
import { history, statusUser } from './en/status-user.ts';

export const en: Catalogue = {
  notice: { nudge, cohortNudge, managerWarning, thanks, enforced, closed },
  channel: {
    digest,
    enforced: channel.enforced,
    runFailed: channel.runFailed,
    auditCompletedLate,
  },
  admin: {
    runFailed: admin.runFailed,
    deliveryUnknown: admin.deliveryUnknown,
    channelUnavailable: admin.channelUnavailable,
    enforcementInterrupted: admin.enforcementInterrupted,
  },
  reply: {
    help: reply.help,
    refused: reply.refused,
    notHere: reply.notHere,
    here: reply.here,
    unknownCommand: reply.unknownCommand,
    usage: reply.usage,
    userNotFound: reply.userNotFound,
    userAmbiguous: reply.userAmbiguous,
    failed: reply.failed,
    checkedRecently: reply.checkedRecently,
    couldNotLook: reply.couldNotLook,
    me,
    status,
    statusList,
    statusUser,
    history,
    auditStarted: audit.auditStarted,
    auditAlreadyRunning: audit.auditAlreadyRunning,
    auditEnded: audit.auditEnded,
    auditFailed: audit.auditFailed,
    startPreview: start.startPreview,
    started: start.started,
    startRefused: start.startRefused,
    paused: start.paused,
    previewSent: start.previewSent,
    previewFailed: start.previewFailed,
    enforcePreview: enforce.enforcePreview,
    enforceResult: enforce.enforceResult,
    enforceNobody: enforce.enforceNobody,
    confirmationInvalid: reply.confirmationInvalid,
  },
};
