/** What DingTalk's documents leave open or contradict themselves on; a caller must survive either. */
export interface UndocumentedAnswers {
  /** A userId nobody has: named in `invalidStaffIdList`, or the whole batch fails with `staffId.notExisted`. */
  readonly unknownUserId: 'listed' | 'fails_batch';
  /** The samples show `"errcode":"0"`, the tables a number. */
  readonly errcode: 'number' | 'string';
  /** A message nobody acknowledged: said to be pushed again, and said never to be. */
  readonly unacknowledged: 'pushed_again' | 'lost';
}

export const DEFAULT_UNDOCUMENTED_ANSWERS: UndocumentedAnswers = {
  unknownUserId: 'listed',
  errcode: 'number',
  unacknowledged: 'pushed_again',
};
