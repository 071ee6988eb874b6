import type { EnforceRefusal } from '../../enforcement.ts';
import type { LoginMfaMode } from '../../finding.ts';
import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { EnforcePreviewModel, EnforceResultModel, EnforceTargetLine } from '../catalogue.ts';
import {
  bullets,
  buttons,
  compose,
  firstLines,
  heading,
  joined,
  note,
  paragraph,
  section,
  strong,
} from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { enforcementOutcome } from './channel.ts';
import { andMore, contactText, DEVICES, NOTICE_STATES, NOTICE_STEPS, plural, when } from './words.ts';

const SHOWN_MAX = 20;

type Direction = EnforcePreviewModel['direction'];

export function enforcePreview(model: EnforcePreviewModel): Message {
  const { direction, targets, refused, confirmation } = model;
  const users = plural(targets.length, 'user');
  if (confirmation === null) {
    return compose('en', text`Nothing to confirm: ${plural(refused.length, 'user')} left out`, [
      paragraph([bold('Nothing to confirm, and nothing was changed.')]),
      ...refusedLines(refused),
    ]);
  }
  const title = direction === 'enforce' ? `Require MFA for ${users}?` : `Stop requiring MFA for ${users}?`;
  return compose('en', text`${title} Nothing has changed yet`, [
    heading(text`${title}`),
    paragraph([bold('Nothing has changed yet.')]),
    bullets(
      firstLines(targets, { max: SHOWN_MAX, line: (target) => targetLine(direction, target), more: andMore }),
    ),
    ...section('What it does', consequences(model)),
    ...refusedLines(refused),
    buttons({
      label: direction === 'enforce' ? `Require MFA for ${users}` : `Stop requiring MFA for ${users}`,
      command: `confirm ${confirmation.code}`,
      style: 'danger',
    }),
    note(
      text`Or type ${command(`confirm ${confirmation.code}`)}. Valid once, for you, for ${plural(confirmation.validMinutes, 'minute')}.`,
    ),
  ]);
}

const CURRENT: Record<Direction, string> = {
  enforce: 'now: not required for this user',
  unenforce: 'now: required, set by this bot',
};

const BY_EACH_USER = 'the account goes by each user’s own setting, so this takes effect at the next sign-in';
const ADAPTIVE =
  'the account asks for MFA on unusual sign-ins only (adaptive): effect undocumented by the vendor, it may change nothing';
const UNKNOWN = 'the account’s own setting could not be read, so the effect is not known';

const ACCOUNT_EFFECTS: Record<Direction, Record<LoginMfaMode, string>> = {
  enforce: {
    independent: BY_EACH_USER,
    adaptive: ADAPTIVE,
    mandatory: 'the account requires MFA of everybody already',
    unknown: UNKNOWN,
  },
  unenforce: {
    independent: BY_EACH_USER,
    adaptive: ADAPTIVE,
    mandatory: 'the account requires MFA of everybody, so the user will still be asked for it',
    unknown: UNKNOWN,
  },
};

function targetLine(direction: Direction, target: EnforceTargetLine): Text {
  const { user, lastSignInAt, device, loginMfaMode, contact, lastNotice } = target;
  return joined(
    text`${userTag(user)} in account ${accountTag(user.account)} (UserId ${code(user.userId)}): has ${DEVICES[device]}; ${CURRENT[direction]};`,
    text`${ACCOUNT_EFFECTS[direction][loginMfaMode]}.`,
    text`Last sign-in: ${lastSignInAt === null ? 'not known' : when(lastSignInAt)}.`,
    joined(text`Person:`, contactText(contact), ['.']),
    lastNotice === null
      ? text`Never messaged.`
      : text`Last message: ${NOTICE_STEPS[lastNotice.step]}, ${NOTICE_STATES[lastNotice.state]}, ${when(lastNotice.at)}.`,
  );
}

function consequences({ direction, targets }: EnforcePreviewModel): readonly (Text | null)[] {
  if (direction === 'unenforce') {
    return [
      text`The password alone may be enough to sign in again, for whoever has no device.`,
      text`Devices that are bound stay bound. Access keys and running sessions are not touched.`,
      text`Back again: ${command('enforce <user>')}.`,
    ];
  }
  const noDevice = targets.some(({ device }) => device === 'none');
  return [
    noDevice
      ? text`A user without a device is taken to the page that sets one up at the next sign-in. Whoever signs in first with the password does that, so tell the person.`
      : null,
    text`Access keys keep working. Sessions that are open now should go on until they end; the vendor does not say so.`,
    text`Only this one setting is written; password and sign-in stay as they are. The result is read back and told in the security channel.`,
    text`Undo: ${command('unenforce <user>')}.`,
  ];
}

const REFUSALS: Record<EnforceRefusal, string> = {
  no_console_password: 'has no console password: there is nothing to require',
  console_login_inactive: 'console sign-in is switched off: there is nothing to require',
  user_frozen: 'is frozen and cannot sign in',
  break_glass: 'is a break-glass user: never enforced. To change that, edit BREAK_GLASS_USERS',
  break_glass_not_found:
    'a name in BREAK_GLASS_USERS does not exist in this account, so nobody is enforced there: please correct it first',
  own_user: 'is the bot’s own user',
  sso: 'the account signs in by single sign-on: MFA belongs there',
  already_required: 'MFA is required already',
  account_mandatory: 'the account requires MFA of everybody already',
  users_may_not_manage_devices:
    'the account does not let users set up MFA themselves, so they would be locked out: allow it in the RAM console under Settings first',
  enforcement_off: 'enforcement is switched off: it needs ENFORCER_ACCESS_KEY_ID, a key of its own',
  user_changed: 'is not the same user as in the preview any more: please look again',
  could_not_read:
    'could not be read just now, and nothing is changed blindly: please try again in a few minutes',
  user_deleted: 'was deleted',
  account_not_served:
    'the enforcer key does not reach this account: set ENFORCER_ROLE_NAME, or use the RAM console',
  not_set_by_bot: 'was not set by this bot, so it is not for this bot to undo: use the RAM console',
  already_not_required: 'MFA is not required any more: there is nothing to undo',
};

function refusedLines(refused: EnforcePreviewModel['refused']): readonly (Block | null)[] {
  return section(
    'Left out, unchanged',
    firstLines(refused, {
      max: SHOWN_MAX,
      line: ({ user, reason, code: vendorCode }) =>
        joined(
          text`${userTag(user)}: ${REFUSALS[reason]}`,
          vendorCode === null ? null : text`(${code(vendorCode)})`,
        ),
      more: andMore,
    }),
  );
}

export function enforceResult(model: EnforceResultModel): Message {
  const { direction, results, refused } = model;
  const done = results.filter(({ outcome }) => outcome === 'verified').length;
  const line =
    direction === 'enforce'
      ? text`MFA is now required for ${done} of ${plural(results.length, 'user')}`
      : text`MFA is no longer required for ${done} of ${plural(results.length, 'user')}`;
  return compose('en', line, [
    paragraph(strong(line), text`(read back)`),
    bullets(
      firstLines(results, { max: SHOWN_MAX, line: (result) => resultLine(direction, result), more: andMore }),
    ),
    ...refusedLines(refused),
    ...whatNow(model),
  ]);
}

function resultLine(direction: Direction, result: EnforceResultModel['results'][number]): Text {
  const { user, outcome, device, code: vendorCode, personTold } = result;
  const isEnforced = direction === 'enforce' && outcome === 'verified';
  const told = personTold ? text`The person is told.` : text`The person could not be told: please do.`;
  return joined(
    text`${userTag(user)}: ${enforcementOutcome(direction, outcome)}`,
    vendorCode === null ? null : text`(${code(vendorCode)})`,
    ['.'],
    isEnforced ? text`It has ${DEVICES[device]}.` : null,
    isEnforced ? told : null,
  );
}

function whatNow({ direction, results }: EnforceResultModel): readonly Block[] {
  const unclear = results.some(({ outcome }) => outcome === 'unknown' || outcome === 'differs');
  const done = results.some(({ outcome }) => outcome === 'verified');
  return [
    ...(unclear
      ? [paragraph(text`Where it is not clear, look with ${command('status <user>')} before you try again.`)]
      : []),
    ...(direction === 'enforce' && done ? [paragraph(text`Undo: ${command('unenforce <user>')}.`)] : []),
  ];
}

export function enforceNobody(): Message {
  return compose('en', text`Nobody is overdue: nothing to enforce`, [
    paragraph(
      text`Nobody is overdue, so there is nothing to enforce. Who is being followed up: ${command('status')}.`,
    ),
  ]);
}
