/** The addresses that are the same in every language; the vendor's guide belongs to the language. All are the vendors' own. */
export const GOOGLE_AUTHENTICATOR_IOS = 'https://apps.apple.com/app/google-authenticator/id388497605';
export const GOOGLE_AUTHENTICATOR_ANDROID =
  'https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2';
