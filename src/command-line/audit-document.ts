import type { AuditOutcome } from '../audit/run-audit.ts';
import { messageText } from '../chat/console/message-text.ts';
import { type Contact, toldOf } from '../contacts/resolve-contact.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Language } from '../domain/message.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { toldInWords } from '../domain/texts/texts.ts';
import { dueCase, nudgeMessage } from '../outreach/nudge.ts';
import { type CaseOutlook, eachAddressee, type OutreachPolicy } from '../outreach/outlook.ts';
import type { FindingLine, FoundInAccount } from './found-in-account.ts';

/** What `audit --json` prints: field names are a contract, more may be added. */
export interface AuditDocument {
  readonly complete: boolean;
  /** Why not even the accounts could be asked for; null when they could. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Why the members of the resource directory are missing; null when they were listed, or not asked for. */
  readonly directoryErrorCode: string | null;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly alias: string | null;
    readonly complete: boolean;
    readonly completenessProven: boolean;
    readonly incompleteReason: string | null;
    readonly errorCode: string | null;
    readonly missingGrants: readonly string[];
    /** On the wire, retries included. */
    readonly apiCalls: number;
    readonly findings: readonly FindingLine[];
  }[];
  readonly notices: readonly NoticeLine[];
}

interface NoticeLine {
  readonly accountId: string;
  readonly userName: string;
  readonly channel: ChatName | null;
  readonly recipient: string | null;
  /** `→ Ann Lee, by e-mail address`, or `→ nobody`. */
  readonly told: string;
  readonly step: string;
  readonly language: Language;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly heldBecause: string | null;
  readonly text: string;
}

interface Due {
  readonly outlooks: readonly CaseOutlook[];
  readonly policy: OutreachPolicy;
  readonly now: EpochMs;
}

/** Everything one run found, and what is due because of it. */
export function auditDocument(
  outcome: AuditOutcome,
  found: ReadonlyMap<AccountId, FoundInAccount>,
  due: Due,
): AuditDocument {
  if (outcome.kind === 'failed') {
    const { code, message } = outcome.error;
    return { complete: false, error: { code, message }, directoryErrorCode: null, accounts: [], notices: [] };
  }
  return {
    complete: outcome.complete,
    error: null,
    directoryErrorCode: outcome.directoryErrorCode,
    accounts: outcome.accounts.map((run) => ({
      accountId: run.accountId,
      alias: found.get(run.accountId)?.alias ?? null,
      complete: run.complete,
      completenessProven: run.completenessProven,
      incompleteReason: run.incompleteReason,
      errorCode: run.errorCode,
      missingGrants: run.missingGrants,
      apiCalls: run.apiCalls,
      findings: found.get(run.accountId)?.findings ?? [],
    })),
    notices: eachAddressee(due.outlooks).flatMap((outlook) => noticeLine(outlook, due)),
  };
}

function noticeLine(outlook: CaseOutlook, { policy, now }: Due): NoticeLine[] {
  const { plan, contact, file, user, heldBecause, finding, notBefore } = outlook;
  if (plan.due === null) return [];
  const { chat, memberId } = addressOf(contact);
  const language =
    contact.kind === 'found'
      ? policy.languageOf(contact.person)
      : policy.languageOf({ chat, language: null });
  const known = finding ?? {
    verdict: 'unknown',
    reason: 'could_not_read',
    mfaDevice: 'unknown',
    mfaRequired: null,
    errorCode: null,
  };
  const message = nudgeMessage([dueCase(outlook, known, { policy, now: Math.max(now, notBefore) })], {
    policy,
    language,
  });
  return [
    {
      accountId: file.accountId,
      userName: user.userName,
      channel: chat,
      recipient: memberId,
      told: toldInWords(toldOf(contact)),
      step: plan.due.step,
      language,
      notBefore: new Date(notBefore).toISOString(),
      heldBecause,
      text: messageText(message),
    },
  ];
}

function addressOf(contact: Contact): { readonly chat: ChatName | null; readonly memberId: string | null } {
  switch (contact.kind) {
    case 'found':
      return { chat: contact.person.chat, memberId: contact.person.memberId };
    case 'unreachable':
    case 'no_chat_credentials':
      return { chat: contact.chat, memberId: contact.memberId };
    case 'unmapped':
    case 'ambiguous':
    case 'unreadable':
      return { chat: null, memberId: null };
    default:
      return contact satisfies never;
  }
}
