/** What is told of how things stand, with the labels it is told by: ids and closed words, never a user. */
export const GAUGES = {
  findings: ['Users by what was found in the latest look', ['account', 'verdict']],
  open_cases: ['Users being followed up, by the last step that was sent', ['step']],
  notices: ['Messages to people of cases that are followed up, by state', ['state']],
  audit_age_seconds: ['Since the last complete audit of an account', ['account']],
  audit_duration_seconds: ['How long the last audit of an account took', ['account']],
  quota_used: ['Of what a chat counts by calendar month', ['chat', 'kind']],
  quota: ['What a chat has by calendar month', ['chat', 'kind']],
  part_failing: ['1 while a part does not work', ['part']],
} as const satisfies Readonly<Record<string, readonly [help: string, labels: readonly string[]]>>;
export type GaugeName = keyof typeof GAUGES;

/** One figure as it stands now. */
export interface Sample {
  readonly name: GaugeName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
