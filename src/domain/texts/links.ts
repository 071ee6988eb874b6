import type { Language } from '../message.ts';

/** Every address the bot ever sends, beside an account's own sign-in page: fixed, and the vendors' own. */
export const GOOGLE_AUTHENTICATOR_IOS = 'https://apps.apple.com/app/google-authenticator/id388497605';
export const GOOGLE_AUTHENTICATOR_ANDROID =
  'https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2';

const GUIDE_ENGLISH = 'https://www.alibabacloud.com/help/en/ram/bind-an-mfa-device-to-a-ram-user-1';
const GUIDE_CHINESE = {
  intl: 'https://www.alibabacloud.com/help/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user',
  cn: 'https://help.aliyun.com/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user',
} as const;

/** The vendor's own page with pictures. */
export function guideUrl(site: 'intl' | 'cn', language: Language): string {
  return language === 'en' ? GUIDE_ENGLISH : GUIDE_CHINESE[site];
}
