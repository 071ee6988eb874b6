import { DeliveryError } from '../chat/delivery-error.ts';
import { accountId, userId } from '../domain/ram-user.ts';
import { addDays, endOfWork, localDate, workingDayFrom } from '../domain/work-calendar.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';
import { listAccounts } from '../store/accounts.ts';
import { accountLabel } from '../store/labels.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';

/** Sends the admin the first message as people will get it, with a user name that says it is an example. */
export const preview: Command = {
  name: 'preview',
  usage: 'preview',
  async run(deps, call) {
    const message = call.texts.notice.nudge({
      step: 'first',
      users: [await exampleUser(deps, call)],
      site: deps.policy.site,
      securityContact: deps.policy.securityContact,
      complete: true,
    });
    const { memberId, chat } = call.actor;
    const messenger = deps.messengers.get(chat);
    if (messenger === undefined) return call.texts.reply.previewFailed({ code: 'no_chat_credentials' });
    try {
      await messenger.sendToPerson(memberId, message, `preview-${deps.newId()}`, call.signal);
      return call.texts.reply.previewSent({ memberId });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      return call.texts.reply.previewFailed({ code: error.code });
    }
  },
};

async function exampleUser(deps: CommandDeps, call: CommandCall) {
  const { policy, clock } = deps;
  const [account] = await listAccounts(deps.db);
  const zone = call.local(clock.now()).zone;
  const deadlineDate = workingDayFrom(addDays(localDate(clock.now(), zone), policy.ladderDays[3]), policy);
  const example = account ?? { accountId: accountId('0000000000000000'), alias: null, defaultDomain: null };
  return {
    account: accountLabel(example),
    userId: userId('example'),
    userName: 'example',
    logonName: `example@${example.defaultDomain ?? 'corp.onaliyun.com'}`,
    reason: 'no_device',
    signInUrl: signInUrl(policy.site, example),
    mayManageOwnDevice: true,
    deadline: { at: endOfWork(deadlineDate, zone, policy), zone },
  } as const;
}
