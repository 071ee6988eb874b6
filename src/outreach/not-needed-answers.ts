import type { NotNeededAnswer } from '../store/not-needed.ts';
import type { CaseNow } from './outlook.ts';

/** Each answer with what it is about, user by user. */
export function answersAbout<Case extends Pick<CaseNow, 'file'>>(
  outlooks: readonly Case[],
  answers: readonly NotNeededAnswer[],
): readonly { readonly outlook: Case; readonly answer: NotNeededAnswer }[] {
  const byUser = Map.groupBy(answers, ({ accountId, userId }) => `${accountId}/${userId}`);
  return outlooks.flatMap((outlook) => {
    const { accountId, userId } = outlook.file;
    return (byUser.get(`${accountId}/${userId}`) ?? []).map((answer) => ({ outlook, answer }));
  });
}
