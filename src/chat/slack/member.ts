import { leaveOf } from '../../domain/leave.ts';
import { LANGUAGES, type Language, plain } from '../../domain/message.ts';
import type { Person, PersonLookup } from '../chat.ts';
import type { Workspace } from './workspace.ts';

/** What is read of a user object. https://docs.slack.dev/reference/objects/user-object */
export interface SlackMember {
  readonly id?: string;
  readonly team_id?: string;
  readonly name?: string;
  readonly real_name?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_stranger?: boolean;
  /** Invited, and not signed in so far. */
  readonly is_invited_user?: boolean;
  readonly is_email_confirmed?: boolean;
  readonly tz?: string;
  readonly locale?: string;
  readonly enterprise_user?: { readonly enterprise_id?: string };
  readonly profile?: {
    readonly display_name?: string;
    readonly real_name?: string;
    readonly email?: string;
    readonly status_text?: string;
    readonly status_emoji?: string;
    /** In seconds; 0: it stays. */
    readonly status_expiration?: number;
  };
}

const SLACKBOT = 'USLACKBOT';

/**
 * Who a member is: nobody to write to for bots and members of other organisations. Whoever has not confirmed the address may
 * have written down another's. Guests are people.
 */
export function lookupOf(
  member: SlackMember,
  own: Workspace,
  awayWords: readonly string[] = [],
): PersonLookup {
  const { id } = member;
  const isPerson = id !== undefined && id !== SLACKBOT && member.is_bot !== true && !isStranger(member, own);
  if (!isPerson) return { kind: 'none' };
  if (member.deleted === true) return { kind: 'deactivated', memberId: id };
  if (member.is_invited_user === true || member.is_email_confirmed === false)
    return { kind: 'not_joined', memberId: id };
  return { kind: 'found', person: { ...personOf(id, member), ...leaveIn(member, awayWords) } };
}

function personOf(id: string, member: SlackMember): Person {
  const { profile } = member;
  const names = [profile?.display_name, profile?.real_name, member.real_name, member.name];
  return {
    chat: 'slack',
    memberId: id,
    displayName: plain(names.find((name) => name !== undefined && name.trim() !== '') ?? id),
    timeZone: timeZoneOf(member.tz),
    language: languageOf(member.locale),
  };
}

/** Of the status only this is taken. */
function leaveIn({ profile }: SlackMember, awayWords: readonly string[]): Pick<Person, 'leave'> {
  const { status_text: text = '', status_emoji: emoji = '', status_expiration: seconds = 0 } = profile ?? {};
  const leave = leaveOf({ text, emoji, expiresAt: seconds === 0 ? null : seconds * 1000 }, awayWords);
  return leave === null ? {} : { leave };
}

/** Where somebody writes from whom the directory could not tell: enough to answer. */
export function unknownPerson(memberId: string): Person {
  return { chat: 'slack', memberId, displayName: memberId, timeZone: null, language: null };
}

/** Slack Connect shows people of other organisations, whose administrators choose the addresses they carry. */
function isStranger(member: SlackMember, own: Workspace): boolean {
  if (member.is_stranger === true) return true;
  if (member.team_id === undefined || member.team_id === own.teamId) return false;
  const enterpriseId = member.enterprise_user?.enterprise_id;
  return (
    own.enterpriseId === null || (enterpriseId !== own.enterpriseId && member.team_id !== own.enterpriseId)
  );
}

function timeZoneOf(zone: string | undefined): string | null {
  if (zone === undefined) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function languageOf(locale: string | undefined): Language | null {
  if (locale === undefined || locale === '') return null;
  const [spoken = ''] = locale.toLowerCase().split(/[-_]/u);
  return LANGUAGES.find((language) => language === spoken) ?? 'en';
}
