import type { NotNeededAnswer } from '../store/not-needed.ts';
import type { CaseOutlook } from './outlook.ts';

/** Each answer with what it is about, user by user. */
export function answersAbout(
  outlooks: readonly CaseOutlook[],
  answers: readonly NotNeededAnswer[],
): readonly { readonly outlook: CaseOutlook; readonly answer: NotNeededAnswer }[] {
  const byUser = Map.groupBy(answers, ({ accountId, userId }) => `${accountId}/${userId}`);
  return outlooks.flatMap((outlook) => {
    const { accountId, userId } = outlook.file;
    return (byUser.get(`${accountId}/${userId}`) ?? []).map((answer) => ({ outlook, answer }));
  });
}
