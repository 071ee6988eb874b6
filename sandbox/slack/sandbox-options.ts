import type { Channel, Member, Usergroup } from './workspace.ts';

export interface SlackSandboxOptions {
  readonly team: { readonly id: string; readonly name: string; readonly domain?: string };
  readonly botToken: string;
  readonly appToken: string;
  /** Of the bot token. */
  readonly scopes: readonly string[];
  /** Of the app token; `connections:write`. */
  readonly appScopes?: readonly string[];
  readonly members: readonly Member[];
  readonly channels?: readonly Channel[];
  readonly usergroups?: readonly Usergroup[];
  /** Epoch ms: stamps messages, refills rate limits, ages response URLs; `Date.now`. */
  readonly now?: () => number;
  /** false: nothing is ever answered 429 but by a fault; true. */
  readonly rateLimits?: boolean;
  /** Of ids, of which connection gets an envelope, and of faults by probability; 1. */
  readonly seed?: number;
  /** false: a workspace that does not know charts yet; true. */
  readonly dataVisualization?: boolean;
  /** true: own metadata is read only with `metadata.message:read`; false. */
  readonly metadataNeedsScope?: boolean;
  /** false: what is in a conversation is deleted before anybody reads it again, as a workspace can have it after a day; true. */
  readonly keepsMessages?: boolean;
  /** false: the app's Messages tab is off; true. */
  readonly messagesTab?: boolean;
  /** false: the app's Home tab is off; true. */
  readonly homeTab?: boolean;
  /** What it names itself to the app, where something stands before it: `wss://wss-primary.slack.com`, `https://hooks.slack.com`. */
  readonly addresses?: { readonly socket: string; readonly hooks: string };
}
