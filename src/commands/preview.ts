import { DeliveryError } from '../chat/delivery-error.ts';
import { OWN } from '../domain/contact.ts';
import { firstDeadline } from '../domain/ladder.ts';
import { accountId, userId } from '../domain/ram-user.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';
import { listAccounts } from '../store/accounts.ts';
import { accountLabel } from '../store/labels.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';

type PreviewDeps = Pick<CommandDeps, 'db' | 'clock' | 'policy' | 'messengers' | 'newId'>;

/** Sends the admin the first message as people will get it, with a user name that says it is an example. */
export const preview: Command = {
  usage: 'preview',
  words: { min: 0, max: 0 },
  async run(deps: PreviewDeps, call) {
    const message = call.texts.notice.nudge({
      step: 'first',
      users: [await exampleUser(deps, call)],
      site: deps.policy.site,
      securityContact: deps.policy.securityContact,
      complete: true,
      mayPutOff: true,
      wasPutOff: false,
      wasExempt: false,
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

async function exampleUser(deps: PreviewDeps, call: CommandCall) {
  const { policy, clock } = deps;
  const [account] = await listAccounts(deps.db);
  const zone = call.local(clock.now()).zone;
  const example = account ?? { accountId: accountId('0000000000000000'), alias: null, defaultDomain: null };
  return {
    account: accountLabel(example),
    userId: userId('example'),
    userName: 'example',
    logonName: `example@${example.defaultDomain ?? 'corp.onaliyun.com'}`,
    isAdministrator: false,
    reason: 'no_device',
    signInUrl: signInUrl(policy.site, example),
    mayManageOwnDevice: true,
    unusedSince: null,
    usedWithoutMfa: null,
    isAhead: true,
    standing: OWN,
    deadline: { at: firstDeadline(clock.now(), zone, policy), zone },
  } as const;
}
