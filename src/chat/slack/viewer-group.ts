import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { ViewerRole } from '../chat.ts';
import { toDeliveryError } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

const FRESH_FOR_MS = 5 * 60_000;

/** Members of a Slack user group may look; nobody may while the group cannot be read. */
export function createViewerGroup(deps: {
  readonly web: WebAccess;
  readonly usergroupId: string | null;
  readonly clock: Clock;
  readonly log: Log;
}): ViewerRole {
  const { web, usergroupId, clock, log } = deps;
  let known: { readonly members: ReadonlySet<string>; readonly readAt: EpochMs } | null = null;

  async function members(usergroup: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
    if (known !== null && Math.abs(clock.now() - known.readAt) < FRESH_FOR_MS) return known.members;
    const readAt = clock.now();
    const { users } = await web.bot(signal).usergroups.users.list({ usergroup });
    known = { members: new Set(users), readAt };
    return known.members;
  }

  return {
    async isViewer({ actor }, signal) {
      if (usergroupId === null || actor.chat !== 'slack') return false;
      try {
        return (await members(usergroupId, signal)).has(actor.memberId);
      } catch (error) {
        const { code } = toDeliveryError(error, 'person');
        log.vendorCallFailed({ vendor: 'slack', call: 'usergroups.users.list', code });
        return false;
      }
    },
  };
}
