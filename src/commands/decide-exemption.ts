import {
  type DecisionRefusal,
  decidersOf,
  isSingleAdmin,
  isWaiting,
  whyNotDecidedBy,
} from '../domain/exemption.ts';
import type { Message } from '../domain/message.ts';
import { listAccounts } from '../store/accounts.ts';
import { countRefusedCodes, recordActivity } from '../store/activity.ts';
import { type ExemptionRow, findExemptionByCode } from '../store/exemptions.ts';
import { userLabel } from '../store/labels.ts';
import { findRamUser } from '../store/ram-users.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { adminVariablesOf, announce, type ExemptDeps, partiesOf, recordDecision } from './exempt.ts';
import type { KnownUser } from './find-user.ts';

type DecideDeps = ExemptDeps & Pick<CommandDeps, 'audiences'>;

export const approve: Command = {
  usage: 'approve <code>',
  words: { min: 1, max: 1 },
  run: (deps, call) => decide(deps, call, 'active'),
};

export const decline: Command = {
  usage: 'decline <code>',
  words: { min: 1, max: 1 },
  run: (deps, call) => decide(deps, call, 'declined'),
};

/** As with codes that confirm: whoever guesses waits. */
const GUESSES_COUNT_FOR_MS = 5 * 60_000;
const WRONG_CODES_MAX = 5;

async function decide(deps: DecideDeps, call: CommandCall, state: 'active' | 'declined'): Promise<Message> {
  const { db, clock } = deps;
  const at = clock.now();
  const [code = ''] = call.args;
  const wrongCodes = await countRefusedCodes(db, call.actor, at - GUESSES_COUNT_FOR_MS);
  if (wrongCodes >= WRONG_CODES_MAX) return refused(deps, call, 'too_many_tries');
  const exemption = await findExemptionByCode(db, code.toUpperCase());
  const known = exemption === undefined ? null : await knownUser(deps, exemption);
  if (exemption === undefined || known === null) return refused(deps, call, 'unknown_code');
  if (!isWaiting(exemption, at)) {
    const isTooLate = exemption.state === 'requested' || exemption.state === 'lapsed';
    return refused(deps, call, isTooLate ? 'lapsed' : 'decided');
  }
  const requester = { chat: exemption.requestedChat, memberId: exemption.requestedBy };
  const decision = {
    ...(await partiesOf(deps, { known, requester }, call.signal)),
    decider: call.actor,
  };
  const invalid = whyNotDecidedBy(decision);
  if (invalid !== null) return refused(deps, call, invalid, decidersOf(decision).kind !== 'nobody');
  const singleAdmin = isSingleAdmin(decision);
  const isFirst = await db.inTransaction(async (trx) => {
    const decided = await recordDecision(trx, exemption, { state, by: call.actor, at, singleAdmin });
    if (decided === null) return false;
    const event = state === 'active' ? 'approved' : 'declined';
    await announce(trx, deps, { known, exemption: decided, event });
    return true;
  });
  if (!isFirst) return refused(deps, call, 'decided');
  deps.wakeDelivery();
  const until = call.local(exemption.untilAt - 1);
  return call.texts.reply.exemptDecided({
    user: known.label,
    approved: state === 'active',
    until,
    singleAdmin,
  });
}

async function refused(
  deps: DecideDeps,
  call: CommandCall,
  reason: DecisionRefusal,
  isDecidable = true,
): Promise<Message> {
  const { actor } = call;
  await recordActivity(deps.db, deps.clock.now(), [{ kind: 'code_refused', actor, detail: reason }]);
  const adminVariables = isDecidable ? null : adminVariablesOf(deps);
  return call.texts.reply.decisionRefused({ reason, adminVariables });
}

async function knownUser(deps: DecideDeps, exemption: ExemptionRow): Promise<KnownUser | null> {
  const user = await findRamUser(deps.db, exemption);
  const account = (await listAccounts(deps.db)).find((one) => one.accountId === exemption.accountId);
  return user === undefined || account === undefined
    ? null
    : { user, account, label: userLabel(user, account) };
}
