/** Where the vendor's documents leave the answer open: each can be switched, since a client must survive either. */
export interface UndocumentedAnswers {
  /** IMS GetUser is documented without `Status`, which ListUsers and ListUserBasicInfos have. */
  getUserTellsStatus: boolean;
  /** Does `Users` of GetAccountSummary count frozen users? */
  summaryCountsFrozenUsers: boolean;
  /** GetUserMFAInfo of a user whose only factor is a passkey: an error, or a device of this type. */
  passkeyOnlyMfaInfo: 'EntityNotExist.User.MFADevice' | 'U2F' | 'PASSKEY';
  throttlingStatus: 400 | 429 | 503;
}

export const DEFAULT_UNDOCUMENTED_ANSWERS: UndocumentedAnswers = {
  getUserTellsStatus: false,
  summaryCountsFrozenUsers: true,
  passkeyOnlyMfaInfo: 'EntityNotExist.User.MFADevice',
  throttlingStatus: 400,
};
