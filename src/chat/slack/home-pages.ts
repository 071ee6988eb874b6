import type { HomePages } from '../chat.ts';
import type { Pace } from '../transport/pacing.ts';
import { HOME_VIEWS } from './lanes.ts';
import { messageBlocks } from './message-blocks.ts';
import { answered } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

/** The Home tab of the app. Tables and charts are for messages alone. https://docs.slack.dev/surfaces/app-home */
export function createHomePages({ web, pace }: { readonly web: WebAccess; readonly pace: Pace }): HomePages {
  return {
    async publish(memberId, message, signal) {
      await pace(HOME_VIEWS, signal);
      const view = { type: 'home', blocks: messageBlocks(message, 'basic') } as const;
      await answered(web.bot(signal).views.publish({ user_id: memberId, view }), 'person');
    },
  };
}
