/** The vendor's own sign-in page for one account: the only link that differs between people. */
export function signInUrl(
  site: 'intl' | 'cn',
  account: { readonly accountId: string; readonly defaultDomain: string | null },
): string {
  const host = site === 'cn' ? 'https://signin.aliyun.com' : 'https://signin.alibabacloud.com';
  const domain = account.defaultDomain ?? `${account.accountId}.onaliyun.com`;
  return `${host}/${encodeURIComponent(domain)}/login.htm`;
}
