import { createHash } from 'node:crypto';
import type { EpochMs } from './clock.ts';
import { isPersonStep } from './ladder.ts';
import { type AgainReason, isNoticeStep, type NoticeIdentity, type NoticeStep } from './notice.ts';
import type { RamUserKey } from './ram-user.ts';

/** What the id of a message tells about one of the notices it carries: a database that does not know of it can take it from there. */
export interface ToldNotice {
  /** The RAM user, as `userMark` writes it. */
  readonly user: string;
  readonly step: NoticeStep;
  readonly isToManager: boolean;
  readonly occurrence: number;
  readonly deadlineAt: EpochMs | null;
  readonly againBecause: AgainReason | null;
}

/** A RAM user in sixteen characters: whoever else reads the id learns of nobody. */
export function userMark({ accountId, userId }: RamUserKey): string {
  return createHash('sha256').update(`${accountId}/${userId}`).digest('base64url').slice(0, 16);
}

/** An id of its own, followed by what its message tells. */
export function deliveryIdOf(ownId: string, told: readonly ToldNotice[]): string {
  return told.length === 0 ? ownId : `${ownId}:${told.map(written).join(',')}`;
}

/** The same message, which tells none of it any more. */
export function ownIdOf(deliveryId: string): string {
  return deliveryId.split(':', 1)[0] ?? deliveryId;
}

/** Nothing of what cannot be read, such as what an earlier version sent. */
export function toldBy(deliveryId: string): readonly ToldNotice[] {
  const told = deliveryId.slice(ownIdOf(deliveryId).length + 1);
  return told.split(',').flatMap((one) => read(one) ?? []);
}

const AGAIN_MARKS = { snoozed: 's', reminded: 'r', exemption_ended: 'e' } as const satisfies Record<
  AgainReason,
  string
>;

function written({ user, step, isToManager, occurrence, deadlineAt, againBecause }: ToldNotice): string {
  const deadline = deadlineAt === null ? '' : deadlineAt.toString(36);
  const again = againBecause === null ? '' : AGAIN_MARKS[againBecause];
  return [user, step, isToManager ? 'm' : 'p', occurrence, deadline, again].join('.');
}

const WRITTEN = /^([\w-]{16})\.([a-z_]+)\.([mp])\.(\d{1,6})\.([0-9a-z]{0,10})\.([sre]?)$/;

function read(text: string): ToldNotice | null {
  const [, user = '', step = '', to, occurrence, deadline = '', mark] = WRITTEN.exec(text) ?? [];
  if (!isNoticeStep(step)) return null;
  const again = Object.entries(AGAIN_MARKS).find(([, one]) => one === mark)?.[0] ?? null;
  return {
    user,
    step,
    isToManager: to === 'm',
    occurrence: Number(occurrence),
    deadlineAt: deadline === '' ? null : Number.parseInt(deadline, 36),
    againBecause: again as AgainReason | null,
  };
}

/** Of what was said about a user, oldest first, what belongs to the case as it is now: thanks end one, `regressed` begins another. */
export function saidOfPresentCase<Told extends ToldNotice>(told: readonly Told[]): readonly Told[] {
  const personal = told.filter(({ isToManager }) => !isToManager);
  const since = personal.slice(personal.findLastIndex(({ step }) => step === 'thanks') + 1);
  const begun = since.findLastIndex(({ step, occurrence }) => step === 'regressed' && occurrence === 1);
  return since.slice(Math.max(0, begun)).filter(({ step }) => isPersonStep(step));
}

/** Of what was said about a user, oldest first, what is the same as this notice; null: nothing. Thanks are for what went before. */
export function sameAs<Told extends ToldNotice>(
  told: readonly Told[],
  { step, audience, occurrence }: Pick<NoticeIdentity, 'step' | 'audience' | 'occurrence'>,
): Told | null {
  const isToManager = audience === 'manager';
  const alike = told.filter((one) => one.isToManager === isToManager);
  if (step !== 'thanks')
    return alike.findLast((one) => one.step === step && one.occurrence === occurrence) ?? null;
  const last = alike.findLast((one) => one.step === 'thanks' || isPersonStep(one.step));
  return last?.step === 'thanks' ? last : null;
}
