import type { CallerIdentity } from './accounts.ts';

/** `RAM user ram-mfa-bot of account 1234567890123456` */
export function describeIdentity({ kind, arn, accountId }: CallerIdentity): string {
  const name = /:(?:user|assumed-role)\/(.+)$/.exec(arn)?.[1] ?? arn;
  return `${kind === 'ram_user' ? 'RAM user' : 'assumed role'} ${name} of account ${accountId}`;
}
