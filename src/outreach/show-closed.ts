import { DeliveryError } from '../chat/delivery-error.ts';
import { aftermathOf } from '../domain/delivery.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { findAccount } from '../store/accounts.ts';
import { type CaseRow, findCase, listCasesClosedSilently, updateCase } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { userLabel } from '../store/labels.ts';
import { listNoticesOfCase, listNoticesOfDelivery, type NoticeRow } from '../store/notices.ts';
import { findRamUser } from '../store/ram-users.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

/** Changes the last message of a closed case to say that it is over. Repeating this is harmless, so it is not recorded first. */
export async function showClosedCases(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  for (const file of await listCasesClosedSilently(deps.db)) {
    if (signal.aborted) return;
    await showClosed(deps, file, signal);
  }
}

async function showClosed(deps: DeliveryDeps, file: CaseRow, signal: AbortSignal): Promise<void> {
  const last = await lastSent(deps.db, file.caseId);
  if (last === null) return markShown(deps, [file]);
  const { notice, reference } = last;
  const together = await casesOfDelivery(deps.db, notice);
  // The message speaks of another account too, and that is not over.
  if (together.some((one) => one.state !== 'closed')) return;
  const messenger = notice.chat === null ? undefined : deps.messengers.get(notice.chat);
  if (messenger === undefined) return;
  const message = textsFor(notice.language ?? 'en').notice.closed({
    users: await labelsOf(deps.db, together),
    reason: file.closeReason ?? 'enrolled',
    at: { at: file.closedAt ?? deps.clock.now(), zone: file.toldZone ?? deps.policy.timeZone },
    securityContact: deps.policy.securityContact,
  });
  try {
    await messenger.update(reference, message, signal);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    deps.log.vendorCallFailed({ vendor: notice.chat ?? 'chat', call: 'update', code: error.code });
    if (aftermathOf(error.reason).outcome !== 'failed') return;
  }
  await markShown(deps, together);
}

async function markShown(deps: DeliveryDeps, files: readonly CaseRow[]): Promise<void> {
  for (const { caseId } of files) await updateCase(deps.db, caseId, { closeShownAt: deps.clock.now() });
}

async function lastSent(db: Database, caseId: number) {
  const notices = await listNoticesOfCase(db, caseId);
  for (const notice of notices.toReversed()) {
    const { conversationId, messageId } = notice;
    const isNudge = notice.audience === 'person' && notice.step !== 'thanks' && notice.step !== 'enforced';
    if (notice.state === 'sent' && isNudge && conversationId !== null && messageId !== null) {
      return { notice, reference: { conversationId, messageId } };
    }
  }
  return null;
}

async function casesOfDelivery(db: Database, { deliveryId }: NoticeRow): Promise<readonly CaseRow[]> {
  const notices = deliveryId === null ? [] : await listNoticesOfDelivery(db, deliveryId);
  const files = await Promise.all(notices.map((notice) => findCase(db, notice.caseId)));
  return files.filter((file) => file !== undefined);
}

async function labelsOf(db: Database, files: readonly CaseRow[]) {
  const labels = await Promise.all(
    files.map(async (file) => {
      const user = await findRamUser(db, file);
      const account = await findAccount(db, file.accountId);
      return user === undefined || account === undefined ? [] : [userLabel(user, account)];
    }),
  );
  return labels.flat();
}
