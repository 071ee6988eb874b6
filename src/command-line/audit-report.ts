import { messageText } from '../chat/console/message-text.ts';
import type { Message } from '../domain/message.ts';
import { text } from '../domain/message.ts';
import type { AuditDocument } from './audit-document.ts';
import type { FindingLine } from './found-in-account.ts';

export const SHOWN_PARTS = ['findings', 'notices', 'messages'] as const;
export type ShownPart = (typeof SHOWN_PARTS)[number];

type Account = AuditDocument['accounts'][number];

/** The document for people: a table and a sentence per account, then what was asked to be shown. */
export function auditReport(document: AuditDocument, show: ShownPart): string {
  const parts = document.accounts.map((account) => accountPart(account, show));
  if (show === 'notices') parts.push(noticesTable(document));
  if (show === 'messages') parts.push(...messages(document));
  if (document.error !== null) parts.push(`Not audited (${document.error.code}): ${document.error.message}`);
  if (document.directoryErrorCode !== null) {
    parts.push(
      `The members of the resource directory could not be listed (${document.directoryErrorCode}): grant resourcemanager:ListAccounts, in the management or a delegated account.`,
    );
  }
  if (document.error === null) parts.push(lastLine(document, show));
  return `${parts.join('\n\n')}\n`;
}

function accountPart(account: Account, show: ShownPart): string {
  const lines = show === 'findings' && account.findings.length > 0 ? [findingsTable(account), ''] : [];
  const { complete, completenessProven, incompleteReason, errorCode, missingGrants } = account;
  lines.push(
    `${account.alias ?? account.accountId}: ${summary(account.findings)} (${account.apiCalls} API calls)`,
  );
  if (!complete)
    lines.push(
      `  INCOMPLETE: ${incompleteReason ?? 'unknown reason'}${errorCode === null ? '' : ` (${errorCode})`}`,
    );
  else if (!completenessProven) lines.push('  completeness not proven: grant ram:GetAccountSummary');
  if (missingGrants.length > 0) lines.push(`  missing grants: ${missingGrants.join(', ')}`);
  return lines.join('\n');
}

function summary(findings: readonly FindingLine[]): string {
  const count = (verdict: string) => findings.filter((finding) => finding.verdict === verdict).length;
  return [
    `${count('compliant')} compliant`,
    `${count('noncompliant')} noncompliant`,
    `${count('unknown')} unknown`,
    `${count('not_applicable')} not applicable`,
  ].join(', ');
}

// What needs somebody comes first.
const ORDER = ['noncompliant', 'unknown', 'compliant', 'not_applicable'];

function findingsTable({ findings }: Account): string {
  const sorted = findings.toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || a.userName.localeCompare(b.userName),
  );
  return table(
    ['user', 'verdict', 'reason', 'device', 'required'],
    sorted.map(({ userName, verdict, reason, mfaDevice, mfaRequired, errorCode }) => [
      userName,
      words(verdict),
      errorCode === null ? words(reason) : `${words(reason)} (${errorCode})`,
      mfaDevice,
      mfaRequired === null ? '?' : mfaRequired ? 'yes' : 'no',
    ]),
  );
}

const words = (id: string) => id.replaceAll('_', ' ');

function noticesTable({ notices }: AuditDocument): string {
  if (notices.length === 0) return 'Nothing is due.';
  return table(
    ['user', 'step', 'to', 'not before (UTC)', 'held because'],
    notices.map(({ userName, told, step, channel, recipient, notBefore, heldBecause }) => [
      `${userName} ${told}`,
      step,
      recipient === null ? '-' : `${channel} ${recipient}`,
      notBefore.slice(0, 16).replace('T', ' '),
      heldBecause === null ? '-' : words(heldBecause),
    ]),
  );
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const message: Message = { language: 'en', summary: '', blocks: [{ kind: 'table', columns, rows }] };
  return messageText(message);
}

function messages({ notices }: AuditDocument): readonly string[] {
  return notices.map(({ userName, channel, recipient, step, heldBecause, text: words }) => {
    const to = recipient === null ? 'nobody' : `${channel} ${recipient}`;
    const held = heldBecause === null ? '' : `, held: ${heldBecause}`;
    const head: Message = {
      language: 'en',
      summary: '',
      blocks: [{ kind: 'paragraph', text: text`>>> ${userName}, ${step}, to ${to}${held}` }],
    };
    return `${messageText(head)}\n\n${words}`;
  });
}

function lastLine({ notices }: AuditDocument, show: ShownPart): string {
  const more = show === 'findings' ? '; --show notices lists them, --show messages prints them' : '';
  const held = notices.filter((notice) => notice.heldBecause !== null).length;
  return `${notices.length} messages are due today, ${held} of them held back${more}.`;
}
