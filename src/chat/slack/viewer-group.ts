import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { ViewerRole } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { createRemembered } from '../transport/remembered.ts';
import { answered } from './slack-error.ts';
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
  const members = createRemembered(clock, {
    async read(usergroup, signal) {
      const { users } = await answered(web.bot(signal).usergroups.users.list({ usergroup }), 'person');
      return new Set(users);
    },
    freshForMs: () => FRESH_FOR_MS,
  });
  return {
    async isViewer({ actor }, signal) {
      if (usergroupId === null || actor.chat !== 'slack') return false;
      try {
        return (await members.get(usergroupId, signal)).has(actor.memberId);
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        log.vendorCallFailed({ vendor: 'slack', call: 'usergroups.users.list', code: error.code });
        return false;
      }
    },
  };
}
