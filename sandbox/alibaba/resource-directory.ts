/** The resource directory as it is now: one management account and its members. */
export interface ResourceDirectory {
  readonly managementAccountId: string;
  /** The management account is no member. Members need not exist as accounts here. */
  members: readonly ResourceDirectoryMember[];
}

export interface ResourceDirectoryMember {
  readonly accountId: string;
  readonly displayName?: string;
  readonly type?: 'ResourceAccount' | 'CloudAccount';
  readonly status?: string;
}
