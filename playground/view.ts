import type { SandboxMessage as DingtalkMessage } from '../sandbox/dingtalk/message.ts';
import type { SandboxMessage as SlackMessage } from '../sandbox/slack/message.ts';
import type { Act, Device, FaultName } from './acts.ts';

/** Everything the page shows, as it is now. */
export interface View {
  /** Another one once everything begins anew. */
  readonly stage: number;
  readonly clock: { readonly at: number; readonly timeZone: string };
  /** What is being carried out; null: nothing. */
  readonly busy: Act['kind'] | null;
  readonly bot: { readonly name: string; readonly slackUserId: string };
  readonly slack: SlackView;
  readonly dingtalk: DingtalkView;
  readonly accounts: readonly AccountView[];
  readonly personas: Readonly<Record<PersonaName, Persona>>;
  readonly progress: {
    /** When the first message to a person was sent; null: none was. */
    readonly startedAt: number | null;
    /** How often RAM was told to change what a sign-in requires. */
    readonly enforcements: number;
  };
  readonly faults: readonly { readonly name: FaultName; readonly isOn: boolean }[];
}

export type PersonaName = 'nudged' | 'admin' | 'manager' | 'channel';

/** Who somebody is in each chat, and what they look at there; null: nobody in that chat is. */
interface Persona {
  readonly slack: Seat | null;
  readonly dingtalk: Seat | null;
}

export interface Seat {
  readonly id: string;
  /** `direct`, or the id of a channel or group. */
  readonly place: string;
}

interface SlackView {
  readonly team: string;
  readonly people: readonly SlackPerson[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly memberIds: readonly string[];
    readonly messages: readonly SlackMessage[];
  }[];
}

export interface SlackPerson {
  readonly id: string;
  readonly name: string;
  /** As Slack writes it: `en-US`, `zh-CN`. */
  readonly locale: string;
  readonly timeZone: string;
  /** In the direct message with the bot, with what is shown to this person alone. */
  readonly messages: readonly SlackMessage[];
  /** Shown to this person alone in a channel. */
  readonly asides: readonly SlackMessage[];
  /** As whom this person signs in to the RAM console. */
  readonly ramUsers: readonly RamUserName[];
}

interface DingtalkView {
  /** What people mention it by. */
  readonly robotName: string;
  readonly people: readonly DingtalkPerson[];
  readonly groups: readonly {
    readonly id: string;
    readonly title: string;
    readonly memberIds: readonly string[];
    readonly messages: readonly DingtalkMessage[];
  }[];
}

export interface DingtalkPerson {
  readonly id: string;
  readonly name: string;
  readonly messages: readonly DingtalkMessage[];
  readonly ramUsers: readonly RamUserName[];
}

export interface RamUserName {
  readonly accountId: string;
  readonly userName: string;
}

export interface AccountView {
  readonly accountId: string;
  readonly alias: string;
  readonly users: readonly RamUserView[];
}

/** Of the users who can sign in to the console. */
export interface RamUserView {
  readonly userName: string;
  readonly logonName: string;
  readonly devices: readonly (Device | 'other')[];
  /** “Enable MFA” is set to required for this user. */
  readonly isRequired: boolean;
}

export type { DingtalkMessage, SlackMessage };
