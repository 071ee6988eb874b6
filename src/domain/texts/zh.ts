import type { Catalogue } from './catalogue.ts';
import * as admin from './zh/admin.ts';
import * as audit from './zh/audit.ts';
import * as channel from './zh/channel.ts';
import { cohortNudge } from './zh/cohort-nudge.ts';
import { auditCompletedLate, digest } from './zh/digest.ts';
import * as enforce from './zh/enforce.ts';
import { managerWarning } from './zh/manager-warning.ts';
import { me } from './zh/me.ts';
import { closed, enforced, thanks } from './zh/notices.ts';
import { nudge } from './zh/nudge.ts';
import * as reply from './zh/reply.ts';
import * as start from './zh/start.ts';
import { status, statusList } from './zh/status.ts';
import { history, statusUser } from './zh/status-user.ts';

export const zh: Catalogue = {
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
