import type { AccountState } from './account-state.ts';
import type { Markers } from './paging.ts';
import type { ResourceDirectory } from './resource-directory.ts';
import type { StsSessions } from './sts-sessions.ts';
import type { UndocumentedAnswers } from './undocumented-answers.ts';

/** All the state that operations read and change. */
export interface Cloud {
  readonly accounts: ReadonlyMap<string, AccountState>;
  readonly resourceDirectory: ResourceDirectory | null;
  readonly sessions: StsSessions;
  readonly markers: Markers;
  readonly undocumented: UndocumentedAnswers;
  readonly nowMs: () => number;
}
