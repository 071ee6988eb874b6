import type { ExemptionKind, ExemptionState } from '../domain/exemption.ts';
import type { MfaDevice } from '../domain/finding.ts';
import type { Share } from './report-figures.ts';

type Step = 'told' | 'reminded' | 'warned' | 'enrolled';

/** What the page says; the same page in each language. */
export interface ReportWords {
  readonly language: string;
  readonly name: string;
  readonly title: string;
  readonly period: (from: string, to: string, zone: string) => string;
  readonly rule: string;
  readonly source: (accounts: string) => string;
  readonly share: string;
  readonly shareOf: (first: Share, last: Share) => string;
  readonly noShare: string;
  readonly shareMeans: string;
  readonly funnel: string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly funnelMeans: string;
  readonly median: (days: string) => string;
  readonly noMedian: string;
  readonly untold: (followUps: number) => string;
  readonly open: string;
  readonly openAt: string;
  readonly nothingOpen: string;
  readonly reasons: Readonly<Record<'no_device' | 'required_but_not_bound' | 'could_not_read', string>>;
  readonly factors: string;
  readonly required: (bound: number, notRequired: number) => string;
  readonly devices: Readonly<Record<Exclude<MfaDevice, 'none' | 'unknown'>, string>>;
  readonly exceptions: string;
  readonly exceptionColumns: readonly string[];
  readonly kinds: Readonly<Record<ExemptionKind, string>>;
  /** As they can stand at the end of a period. */
  readonly states: Readonly<Record<ExemptionState, string>>;
  readonly exceptionMeans: string;
  readonly incomplete: string;
  readonly incompleteColumns: readonly string[];
  readonly noAudit: string;
  readonly notListed: string;
  readonly admins: string;
  readonly adminColumns: readonly string[];
  readonly adminMeans: string;
  readonly erased: string;
  readonly none: string;
  readonly counted: (label: string, total: number) => string;
  readonly more: (count: number, file: string) => string;
}
