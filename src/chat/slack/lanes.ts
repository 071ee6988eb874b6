import type { Lane } from '../transport/pacing.ts';

/**
 * One message a second and channel, and some more a minute in a workspace, are what Slack allows; a lane a second for all
 * keeps within both. Reads and opened conversations have 50 a minute. https://docs.slack.dev/apis/web-api/rate-limits
 */
const TIER_3_GAP_MS = 1200;
/** Lists have twenty a minute. */
const TIER_2_GAP_MS = 3000;
/** Views have a hundred. */
const TIER_4_GAP_MS = 600;

export const POSTS: Lane = { name: 'chat.postMessage', gapMs: 1000 };
export const UPDATES: Lane = { name: 'chat.update', gapMs: TIER_3_GAP_MS };
export const OPENED_CONVERSATIONS: Lane = { name: 'conversations.open', gapMs: TIER_3_GAP_MS };
export const READ_CONVERSATIONS: Lane = { name: 'conversations.history', gapMs: TIER_3_GAP_MS };
export const MEMBER_LISTS: Lane = { name: 'users.list', gapMs: TIER_2_GAP_MS };
export const HOME_VIEWS: Lane = { name: 'views.publish', gapMs: TIER_4_GAP_MS };
