import type { EnforceOutcome } from '../../enforcement.ts';
import { code, type Message, person, type Text, text } from '../../message.ts';
import type { EnforcedPostModel, RunFailedModel } from '../catalogue.ts';
import { bullets, compose, firstLines, heading, paragraph } from '../compose.ts';
import { accountName, command, userTag } from '../labels.ts';
import { andMore, plural } from './words.ts';

const SHOWN_MAX = 20;

const OUTCOMES: Record<EnforcedPostModel['direction'], Record<EnforceOutcome, string>> = {
  enforce: {
    verified: 'MFA is required now (read back)',
    differs: 'set, but what was read back is not as expected',
    failed: 'failed, nothing was changed',
    unknown: 'unknown: could not be read back',
  },
  unenforce: {
    verified: 'MFA is no longer required (read back)',
    differs: 'set, but what was read back is not as expected',
    failed: 'failed, nothing was changed',
    unknown: 'unknown: could not be read back',
  },
};

export function enforcementOutcome(
  direction: EnforcedPostModel['direction'],
  outcome: EnforceOutcome,
): string {
  return OUTCOMES[direction][outcome];
}

/** Tells the security channel who did what. */
export function enforced({ direction, actorMemberId, results }: EnforcedPostModel): Message {
  const users = plural(results.length, 'user');
  const done = results.filter(({ outcome }) => outcome === 'verified').length;
  const verb = direction === 'enforce' ? 'required MFA' : 'stopped requiring MFA';
  const what = done === results.length ? `${verb} for ${users}` : `${verb} for ${done} of ${users}`;
  return compose('en', text`An admin ${what}`, [
    paragraph(text`${person(actorMemberId)} ${what}:`),
    bullets(
      firstLines(results, {
        max: SHOWN_MAX,
        line: ({ user, outcome }): Text => text`${userTag(user)}: ${OUTCOMES[direction][outcome]}`,
        more: andMore,
      }),
    ),
    paragraph(
      direction === 'enforce'
        ? text`Not intended? An admin can undo it for one user at a time: ${command('unenforce <user>')}.`
        : text`Users without a device are still followed up.`,
    ),
  ]);
}

export function runFailed(model: RunFailedModel): Message {
  return compose('en', text`MFA audit failed today: ${auditedWhat(model)} (${model.code})`, [
    heading(text`The MFA audit failed today`),
    paragraph(...failure(model)),
    paragraph(
      text`There are no new figures for it, and nobody is reported as fine because of that. An admin can try again: ${command('audit')}.`,
    ),
  ]);
}

export function auditedWhat({ account }: RunFailedModel): string {
  return account === null ? 'all accounts' : accountName(account);
}

export function failure(model: RunFailedModel): readonly Text[] {
  return [
    text`${code(model.code)} for ${auditedWhat(model)}, after ${plural(model.attempts, 'attempt')}.`,
    text`The answer was: ${code(model.message)}`,
  ];
}
