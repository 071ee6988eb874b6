import type { RunRemedy } from '../../audit-run.ts';
import type { Direction, EnforceOutcome } from '../../enforcement.ts';
import { code, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const notAsWished = { differs: 'set, but what was read back is not as expected', failed: 'failed, nothing was changed', unknown: 'unknown: could not be read back' };

const outcomes: Record<Direction, Record<EnforceOutcome, string>> = {
  enforce: { verified: 'MFA is required now (read back)', ...notAsWished },
  unenforce: { verified: 'MFA is no longer required (read back)', ...notAsWished },
};

const VERBS = { enforce: 'required MFA', unenforce: 'stopped requiring MFA' };

const enforced = {
  all: (direction: Direction, count: number) => `${VERBS[direction]} for ${plural(count, 'user')}`,
  some: (direction: Direction, done: number, of: number) => `${VERBS[direction]} for ${done} of ${plural(of, 'user')}`,
  summary: (what: string) => text`An admin ${what}`,
  who: (person: Inline, what: string) => text`${person} ${what}:`,
  after: {
    enforce: text`Not intended? An admin can undo it for one user at a time: ${command('unenforce <user>')}.`,
    unenforce: 'Users without a device are still followed up.',
  } satisfies Record<Direction, Text | string>,
};

const runFailed = {
  allAccounts: 'all accounts',
  summary: (what: string, vendorCode: string) => text`MFA audit failed today: ${what} – ${vendorCode}`,
  title: 'The MFA audit failed today',
  after: text`There are no new figures for it, and nobody is reported as fine because of that. An admin can try again: ${command('audit')}.`,
  attempts: (vendorCode: Inline, what: string, attempts: number) => text`${vendorCode} for ${what}, after ${plural(attempts, 'attempt')}.`,
  remedies: {
    check_credentials: 'Alibaba Cloud does not accept the credentials: check the access key, whether it is active, and the clock of the machine.',
    replace_root_key: 'The access key belongs to the root account, which no policy limits: create a RAM user or role for this bot.',
    check_role: 'The role could not be assumed: check its name, its trust policy and AUDIT_EXTERNAL_ID.',
    run_doctor: text`A permission is missing: ${code('npm run doctor')}, where the bot runs, names it.`,
    check_network: 'Alibaba Cloud did not answer: check the network and the endpoint.',
    slow_down: text`Alibaba Cloud asks for fewer calls: try again later, or lower ${code('RAM_MAX_CALLS_PER_SECOND')}.`,
    wait: 'It could not be read completely; the next audit tries again.',
  } satisfies Record<Exclude<RunRemedy['kind'], 'grant'>, Text | string>,
};

const deliveryUnknown = {
  what: { digest: 'report', post: 'post' },
  summary: (what: string, date: string) => text`Unknown whether the MFA ${what} of ${date} arrived`,
  notSentAgain: (what: string, date: string, channel: Inline) => text`I could not find out whether the MFA ${what} of ${date} arrived in channel ${channel}. I do not send it again, so that nobody gets it twice.`,
  look: {
    digest: text`Please look there. If it is missing, ${command('status')} shows the same figures.`,
    post: 'Please look there. If it is missing, please tell the channel yourself.',
  },
};

const channelUnavailable = {
  summary: (vendorCode: string) => text`I cannot post to the security channel (${vendorCode})`,
  what: (channel: Inline, vendorCode: Inline) => text`I cannot post to the security channel ${channel}: ${vendorCode}. Messages to people go on; the reports wait, and I try again each hour.`,
  todo: text`Please add me to that channel, or correct its id in the configuration (${command('here')}, typed there, tells it) and restart me.`,
};

const DOING = { enforce: 'while requiring MFA', unenforce: 'while undoing the MFA requirement' };

const interrupted = {
  summary: (direction: Direction, users: string) => text`Interrupted ${DOING[direction]} for ${users}: how it ended`,
  users: (count: number) => plural(count, 'user'),
  title: { enforce: `I was interrupted ${DOING.enforce}`, unenforce: `I was interrupted ${DOING.unenforce}` },
  stopped: 'What was under way then I have only read since, not set again. This is how it stands:',
  nothingToDo: 'There is nothing to do.',
  askAgain: (look: Inline, again: Inline) => text`See how somebody stands with ${look}. If you still want it where it did not take effect, ask for it again: ${again}.`,
};

/** What channels and admins are told of what went on without them. */
export const posts = { outcomes, enforced, runFailed, deliveryUnknown, channelUnavailable, interrupted };
