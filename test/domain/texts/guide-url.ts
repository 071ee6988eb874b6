import type { Language } from '../../../src/domain/message.ts';

/** The vendor's own page with pictures, by the site and the reader's language. */
export function guideUrl(site: 'intl' | 'cn', language: Language): string {
  if (language === 'en') return 'https://www.alibabacloud.com/help/en/ram/bind-an-mfa-device-to-a-ram-user-1';
  return site === 'cn'
    ? 'https://help.aliyun.com/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user'
    : 'https://www.alibabacloud.com/help/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user';
}
