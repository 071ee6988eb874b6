import type { FindingReason } from '../../finding.ts';
import type { Block, Button } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { buttons, paragraph, type Sentence } from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountName, contactName } from './in-words.ts';

const USERS_SHOWN_MAX = 15;

/** Somebody who has to bind a device. */
export interface Enrollee {
  readonly logonName: string;
  /** The vendor's own page, for this account. */
  readonly signInUrl: string;
  readonly reason: FindingReason;
}

/**
 * Does the page for enabling MFA open by itself after sign-in? Where MFA is required it does.
 * https://www.alibabacloud.com/help/doc-detail/116399.htm
 */
export function pageOpensByItself(enrollees: readonly Pick<Enrollee, 'reason'>[]): 'yes' | 'no' | 'some' {
  const required = enrollees.filter(({ reason }) => reason === 'required_but_not_bound').length;
  if (required === 0) return 'no';
  return required === enrollees.length ? 'yes' : 'some';
}

/** Everything somebody needs who has never done it. */
export function fullSteps(words: Words, enrollees: readonly Enrollee[]): readonly Sentence[] {
  const { install, scanOrType, typeCodes, enable } = words.enrolment;
  return [...signInAndOpen(words, enrollees), install, scanOrType, typeCodes, enable];
}

/** For somebody who was told before. */
export function shortSteps(words: Words, enrollees: readonly Enrollee[]): readonly Sentence[] {
  const { scanInShort, typeAndEnable } = words.enrolment;
  return [...signInAndOpen(words, enrollees), scanInShort, typeAndEnable];
}

/** For people whom the message does not name: each finds their own page first. */
export function cohortSteps({ enrolment: w }: Words): readonly Sentence[] {
  return [w.findYourUser, w.openYourPage, w.openPage.some, w.scanInShort, w.typeAndEnable];
}

function signInAndOpen({ enrolment: w }: Words, enrollees: readonly Enrollee[]): readonly Sentence[] {
  const [only, ...others] = enrollees;
  const isOne = only !== undefined && others.length === 0;
  return [
    isOne ? w.signIn(only.signInUrl, only.logonName) : w.signInToEach,
    w.openPage[pageOpensByItself(enrollees)],
  ];
}

/** Steps that the console would refuse must not be sent. */
export function notAllowed(
  words: Words,
  users: readonly UserLabel[],
  securityContact: string | null,
): readonly Block[] {
  const contact = contactName(words, securityContact);
  return users
    .slice(0, USERS_SHOWN_MAX)
    .map((user) =>
      paragraph(
        words.nudge.notAllowed({ user: userTag(user), account: accountName(words, user.account), contact }),
      ),
    );
}

/** Pressing it is asking for one's own state. */
export function checkAgainButton({ nudge: w }: Words): Button {
  return { label: w.checkAgain, command: 'me', style: 'primary' };
}

export function checkAgain(words: Words): Block {
  return buttons(checkAgainButton(words));
}
