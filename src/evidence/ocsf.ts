import type { Row, Value } from './concepts.ts';
import { FRAMEWORKS } from './frameworks.ts';

const OCSF_VERSION = '1.8.0';

interface Verdict {
  /** Pass, Warning, Fail, or 0: unknown stays unknown. */
  readonly status: { readonly id: number; readonly name: string };
  readonly severity: { readonly id: number; readonly name: string };
}

const INFORMATIONAL = { id: 1, name: 'Informational' };
const VERDICTS: Readonly<Record<string, Verdict>> = {
  compliant: { status: { id: 1, name: 'Pass' }, severity: INFORMATIONAL },
  noncompliant: { status: { id: 3, name: 'Fail' }, severity: { id: 4, name: 'High' } },
  not_applicable: { status: { id: 99, name: 'Not applicable' }, severity: INFORMATIONAL },
  unknown: { status: { id: 0, name: 'Unknown' }, severity: { id: 0, name: 'Unknown' } },
};

const UNKNOWN: Verdict = { status: { id: 0, name: 'Unknown' }, severity: { id: 0, name: 'Unknown' } };
const CLASS = {
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2003,
  class_name: 'Compliance Finding',
};
const UPDATE = {
  activity_id: 2,
  activity_name: 'Update',
  type_uid: 200302,
  type_name: 'Compliance Finding: Update',
};

/** One row of the findings as an OCSF Compliance Finding; `foundAt` is when its audit was written down. */
export function ocsfFinding(row: Row, foundAt: string, version: string): Readonly<Record<string, unknown>> {
  const { status, severity } = VERDICTS[String(row.verdict)] ?? UNKNOWN;
  const [rule, ...others] = FRAMEWORKS;
  return {
    ...CLASS,
    ...UPDATE,
    severity_id: severity.id,
    severity: severity.name,
    time: Date.parse(foundAt),
    start_time: instant(row.readAt ?? null),
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud'],
      product: { name: 'ram-mfa-bot', vendor_name: 'ram-mfa-bot', version },
      ...(row.requestId === null ? {} : { correlation_uid: row.requestId }),
    },
    cloud: {
      provider: 'Alibaba Cloud',
      account: { uid: row.accountId, type: 'Alibaba Cloud Account', type_id: 99 },
    },
    finding_info: {
      uid: `${row.auditId}/${row.accountId}/${row.userId}`,
      title: 'MFA for a RAM user that has a console password',
      first_seen_time: instant(row.readAt ?? null),
    },
    compliance: {
      control: rule.control,
      desc: rule.title,
      standards: [rule.framework],
      status_id: status.id,
      status: status.name,
      status_code: row.reason,
      checks: [rule, ...others].map(({ framework, control, title }) => ({
        ...{ uid: control, name: title, standards: [framework] },
        ...{ status_id: status.id, status: status.name },
      })),
    },
    resources: [
      {
        ...{ uid: row.userId, name: row.userName, type: 'RAM user', cloud_partition: 'aliyun' },
        data: { mfaDevice: row.mfaDevice, mfaRequired: row.mfaRequired },
      },
    ],
  };
}

const instant = (value: Value) => Date.parse(String(value));
