import type { AccessTokens } from './access-tokens.ts';
import type { Meters } from './meters.ts';
import type { Group, Member, Organisation, RecipientOutcome } from './organisation.ts';

/** What the organisation's administrators, and DingTalk itself, do. An id that nothing has is an error of the test. */
export interface OrganisationAdministration {
  addMember(member: Member): void;
  /** Leaves the organisation. */
  removeMember(userId: string): void;
  /** Of messages by the robot's API, until it is set again. */
  setRecipientOutcome(userId: string, outcome: RecipientOutcome): void;
  kickBot(openConversationId: string): void;
  inviteBot(openConversationId: string): void;
  disband(openConversationId: string): void;
  setScopes(scopes: readonly string[]): void;
  setPublished(isPublished: boolean): void;
  /** The client secret was reset, and the token issued last is worth nothing; connections stay. */
  revokeCredentials(): void;
  /** The secret from before works again. */
  restoreCredentials(): void;
  expireToken(): void;
  /** No metered call is taken any more this month. */
  useUpMonthlyQuota(): void;
  /** Messages arrive without text for the rest of this month. */
  useUpStreamQuota(): void;
}

export function administration(
  organisation: Organisation,
  tokens: AccessTokens,
  meters: Meters,
): OrganisationAdministration {
  const { members, groups, app, recipientOutcomes } = organisation;
  const { clientSecret } = app;
  const group = (id: string): Group => {
    const known = groups.get(id);
    if (known === undefined) throw new Error(`no group ${id}`);
    return known;
  };
  return {
    addMember(member) {
      members.set(member.userId, { ...member });
    },
    removeMember(userId) {
      if (!members.delete(userId)) throw new Error(`no member ${userId}`);
    },
    setRecipientOutcome(userId, outcome) {
      recipientOutcomes.set(userId, outcome);
    },
    kickBot(openConversationId) {
      group(openConversationId).botIsMember = false;
    },
    inviteBot(openConversationId) {
      group(openConversationId).botIsMember = true;
    },
    disband(openConversationId) {
      group(openConversationId).isDisbanded = true;
    },
    setScopes(scopes) {
      app.scopes = [...scopes];
    },
    setPublished(isPublished) {
      app.isPublished = isPublished;
    },
    revokeCredentials() {
      app.clientSecret = `${app.clientSecret}-reset`;
      tokens.expire();
    },
    restoreCredentials() {
      app.clientSecret = clientSecret;
    },
    expireToken: () => tokens.expire(),
    useUpMonthlyQuota: () => meters.useUpMeteredCalls(),
    useUpStreamQuota: () => meters.useUpStream(),
  };
}
