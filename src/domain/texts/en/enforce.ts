import type { Direction, EnforceRefusal } from '../../enforcement.ts';
import type { LoginMfaMode } from '../../finding.ts';
import { bold, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const refusals: Record<EnforceRefusal, string> = {
  no_console_password: 'has no console password: there is nothing to require',
  console_login_inactive: 'console sign-in is switched off: there is nothing to require',
  user_frozen: 'is frozen and cannot sign in',
  service_account: 'is a service account that somebody looks after: name it to require MFA of it all the same',
  break_glass: 'is a break-glass user: never enforced. To change that, edit BREAK_GLASS_USERS',
  break_glass_not_found: 'a name in BREAK_GLASS_USERS does not exist in this account, so nobody is enforced there: please correct it first',
  own_user: 'is the bot’s own user',
  sso: 'the account signs in by single sign-on: MFA belongs there',
  already_required: 'MFA is required already',
  account_mandatory: 'the account requires MFA of everybody already',
  users_may_not_manage_devices: 'the account does not let users set up MFA themselves, so they would be locked out: allow it in the RAM console under Settings first',
  enforcement_off: 'enforcement is switched off: it needs ENFORCER_ACCESS_KEY_ID, a key of its own',
  user_changed: 'is not the same user as in the preview any more: please look again',
  could_not_read: 'could not be read just now, and nothing is changed blindly: please try again in a few minutes',
  user_deleted: 'was deleted',
  account_not_served: 'the enforcer key does not reach this account: set ENFORCER_ROLE_NAME, or use the RAM console',
  not_set_by_bot: 'was not set by this bot, so it is not for this bot to undo: use the RAM console',
  already_not_required: 'MFA is not required any more: there is nothing to undo',
};

const BY_EACH_USER = 'the account goes by each user’s own setting, so this takes effect at the next sign-in';
const ADAPTIVE = 'the account asks for MFA on unusual sign-ins only (adaptive): effect undocumented by the vendor, it may change nothing';
const UNKNOWN = 'the account’s own setting could not be read, so the effect is not known';

const accountEffects: Record<Direction, Record<LoginMfaMode, string>> = {
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

const RESULTS = { enforce: 'MFA is now required', unenforce: 'MFA is no longer required' };
const ACTIONS = { enforce: 'Require MFA', unenforce: 'Stop requiring MFA' };

/** Requiring MFA, and undoing it. */
export const enforce = {
  nothingSummary: (refused: number) => text`Nothing to confirm: ${plural(refused, 'user')} left out`,
  nothing: bold('Nothing to confirm, and nothing was changed.'),
  action: (direction: Direction, count: number) => `${ACTIONS[direction]} for ${plural(count, 'user')}`,
  question: (action: string) => text`${action}?`,
  summary: (action: string) => text`${action}? Nothing has changed yet`,
  nothingYet: bold('Nothing has changed yet.'),
  target: ({ user, account, id }: { user: Text; account: Inline; id: Inline }, device: string, now: string) => text`${user} in account ${account} (UserId ${id}): has ${device}; ${now};`,
  current: {
    enforce: 'now: not required for this user',
    unenforce: 'now: required, set by this bot',
  },
  accountEffects,
  lastSignIn: (when: string) => text`Last sign-in: ${when}.`,
  person: (contact: Text) => text`Person: ${contact}.`,
  neverMessaged: 'Never messaged.',
  lastMessage: (step: string, state: string, when: string) => text`Last message: ${step}, ${state}, ${when}.`,
  beyond: (count: number) => text`${plural(count, 'more is', 'more are')} overdue than one confirmation takes: ask for them again afterwards.`,
  pageLine: ({ user, account, id }: { user: Text; account: Inline; id: Inline }) => text`${user} in account ${account} (UserId ${id})`,
  begun: {
    reading: (count: number, minutes: number) => text`I am reading ${plural(count, 'user')} now and show them here before anything changes: about ${plural(minutes, 'minute')}.`,
    changing: (count: number, minutes: number) => text`Confirmed. ${plural(count, 'user')}, one after the other: about ${plural(minutes, 'minute')}. I tell you here how it ended; the rest follows by itself if I am interrupted.`,
  },
  whatItDoes: 'What it does',
  consequences: {
    enforce: ['Access keys keep working. Sessions that are open now should go on until they end; the vendor does not say so.', 'Only this one setting is written; password and sign-in stay as they are. The result is read back and told in the security channel.', text`Undo: ${command('unenforce <user>')}.`],
    unenforce: ['The password alone may be enough to sign in again, for whoever has no device.', 'Devices that are bound stay bound. Access keys and running sessions are not touched.', text`Back again: ${command('enforce <user>')}.`],
  },
  withoutDevice: 'A user without a device is taken to the page that sets one up at the next sign-in. Whoever signs in first with the password does that, so tell the person.',
  leftOut: 'Left out, unchanged',
  refusals,
  refusedLine: (user: Text, why: string) => text`${user}: ${why}`,
  orType: (typed: Inline, minutes: number) => text`Or type ${typed}. Valid once, for you, for ${plural(minutes, 'minute')}.`,
  result: (direction: Direction, done: number, of: number) => text`${RESULTS[direction]} for ${done} of ${plural(of, 'user')}`,
  readBack: '(read back)',
  rest: (left: number) => text`I was interrupted: ${plural(left, 'user')} left. That goes on by itself while your confirmation is valid, and the channel is told how it ended.`,
  resultLine: (user: Text, outcome: string) => text`${user}: ${outcome}`,
  has: (device: string) => text`It has ${device}.`,
  told: 'The person is told.',
  notTold: 'The person could not be told: please do.',
  unclear: text`Where it is not clear, look with ${command('status <user>')} before you try again.`,
  undo: text`Undo: ${command('unenforce <user>')}.`,
  nobodySummary: 'Nobody is overdue: nothing to enforce',
  nobody: text`Nobody is overdue, so there is nothing to enforce. Who is being followed up: ${command('status')}.`,
};
