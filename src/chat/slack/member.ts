import { LANGUAGES, type Language, plain } from '../../domain/message.ts';
import type { Person } from '../chat.ts';
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
  readonly tz?: string;
  readonly locale?: string;
  readonly enterprise_user?: { readonly enterprise_id?: string };
  readonly profile?: {
    readonly display_name?: string;
    readonly real_name?: string;
    readonly email?: string;
  };
}

const SLACKBOT = 'USLACKBOT';

/** The person behind a member; null for bots, the deactivated, and members of other organisations. Guests are people. */
export function personOf(member: SlackMember, own: Workspace): Person | null {
  const { id, profile } = member;
  if (id === undefined || id === SLACKBOT || member.deleted === true || member.is_bot === true) return null;
  if (isStranger(member, own)) return null;
  const names = [profile?.display_name, profile?.real_name, member.real_name, member.name];
  return {
    chat: 'slack',
    memberId: id,
    displayName: plain(names.find((name) => name !== undefined && name.trim() !== '') ?? id),
    timeZone: timeZoneOf(member.tz),
    language: languageOf(member.locale),
  };
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
