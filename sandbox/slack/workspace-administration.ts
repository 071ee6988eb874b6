import type { Credentials } from './credentials.ts';
import type { Channel, Member, Status, Workspace } from './workspace.ts';

/** What the workspace's administrators do. An id that nothing has is an error of the test. */
export interface WorkspaceAdministration {
  deactivate(memberId: string): void;
  reactivate(memberId: string): void;
  /** Messages of the app to this person fail from now on, `access_denied`; null: no more. */
  refuseMessagesTo(memberId: string, code?: string | null): void;
  addMember(member: Member): void;
  setLocale(memberId: string, locale: string): void;
  setTimeZone(memberId: string, tz: string): void;
  /** null: none any more. */
  setStatus(memberId: string, status: Status | null): void;
  setUsergroup(usergroupId: string, members: readonly string[]): void;
  kickBot(channelId: string): void;
  inviteBot(channelId: string): void;
  archive(channelId: string): void;
  setScopes(scopes: readonly string[]): void;
  /** Every call with the bot token fails from now on; `token_revoked`. */
  revokeToken(code?: string): void;
  /** It works again. */
  restoreToken(): void;
}

export function administration(workspace: Workspace, credentials: Credentials): WorkspaceAdministration {
  const member = (id: string): Member => known(workspace.members, id);
  const channel = (id: string): Channel => known(workspace.channels, id);
  return {
    deactivate(memberId) {
      member(memberId).deleted = true;
    },
    reactivate(memberId) {
      member(memberId).deleted = false;
    },
    refuseMessagesTo(memberId, code = 'access_denied') {
      member(memberId).refusedWith = code;
    },
    addMember(added) {
      workspace.members.set(added.id, { ...added });
    },
    setLocale(memberId, locale) {
      member(memberId).locale = locale;
    },
    setTimeZone(memberId, tz) {
      member(memberId).tz = tz;
    },
    setStatus(memberId, status) {
      member(memberId).status = status;
    },
    setUsergroup(usergroupId, members) {
      known(workspace.usergroups, usergroupId).members = [...members];
    },
    kickBot(channelId) {
      channel(channelId).botIsMember = false;
    },
    inviteBot(channelId) {
      channel(channelId).botIsMember = true;
    },
    archive(channelId) {
      channel(channelId).isArchived = true;
    },
    setScopes(scopes) {
      credentials.scopes = [...scopes];
    },
    revokeToken(code = 'token_revoked') {
      credentials.revokedWith = code;
    },
    restoreToken() {
      credentials.revokedWith = null;
    },
  };
}

function known<T>(entries: ReadonlyMap<string, T>, id: string): T {
  const entry = entries.get(id);
  if (entry === undefined) throw new Error(`nothing in this workspace has the id ${id}`);
  return entry;
}
