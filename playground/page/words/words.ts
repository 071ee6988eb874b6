import type { ClockMove, Device, FaultName } from '../../acts.ts';
import type { PersonaName } from '../../view.ts';
import type { StepName } from '../walk.ts';

export type Language = 'en' | 'zh';
export type PaneName = 'walk' | 'slack' | 'dingtalk' | 'console';

/** What the page itself says; what the bot says is its own. */
export interface Words {
  readonly title: string;
  readonly whatThisIs: string;
  readonly otherLanguage: string;
  readonly startOver: string;
  readonly lost: string;
  readonly clock: string;
  readonly moves: Readonly<Record<ClockMove, string>>;
  readonly moving: string;
  readonly working: string;
  readonly faults: string;
  readonly faultsOn: (count: number) => string;
  readonly faultNames: Readonly<Record<FaultName, string>>;
  readonly youAre: string;
  readonly personas: Readonly<Record<PersonaName, string>>;
  readonly managerOnlyInDingtalk: string;
  readonly panes: Readonly<Record<PaneName, string>>;
  readonly news: string;
  readonly nothingNew: string;
  readonly asWhom: (chat: string) => string;
  readonly unread: (count: number) => string;
  readonly conversations: (chat: string) => string;
  readonly messagesIn: (conversation: string, chat: string) => string;
  readonly nothingSaid: string;
  readonly typeIn: (conversation: string, chat: string) => string;
  readonly send: string;
  readonly suggestions: string;
  readonly console: {
    readonly title: string;
    readonly standIn: string;
    readonly signedInAs: string;
    readonly security: string;
    readonly device: string;
    readonly none: string;
    readonly deviceNames: Readonly<Record<Device | 'other', string>>;
    readonly enable: Readonly<Record<Device, string>>;
    readonly remove: string;
    readonly requirement: string;
    readonly required: string;
    readonly notRequired: string;
  };
  readonly walk: {
    readonly title: string;
    readonly done: string;
    readonly steps: Readonly<Record<StepName, { readonly title: string; readonly how: string }>>;
  };
  readonly outcomes: {
    readonly no_answer: string;
    readonly not_heard: string;
    readonly not_started: string;
    readonly nobody_left: string;
    readonly not_there: string;
    readonly not_a_command: string;
    readonly slackFailed: (code: string) => string;
  };
}
