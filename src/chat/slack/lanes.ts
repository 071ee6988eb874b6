import type { Lane } from '../transport/pacing.ts';

/**
 * One message a second and channel, and some more a minute in a workspace, are what Slack allows; a lane a second for all
 * keeps within both. Reads and opened conversations have 50 a minute. https://docs.slack.dev/apis/web-api/rate-limits
 */
const TIER_3_GAP_MS = 1200;

export const POSTS: Lane = { name: 'chat.postMessage', gapMs: 1000 };
export const UPDATES: Lane = { name: 'chat.update', gapMs: TIER_3_GAP_MS };
export const OPENED_CONVERSATIONS: Lane = { name: 'conversations.open', gapMs: TIER_3_GAP_MS };
