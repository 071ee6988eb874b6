import { bold, code, link, text } from '../../message.ts';
import { command } from '../labels.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../links.ts';

const APP_STORE = link('App Store (iPhone)', GOOGLE_AUTHENTICATOR_IOS);
const GOOGLE_PLAY = link('Google Play (Android)', GOOGLE_AUTHENTICATOR_ANDROID);

const byHand = (start: string) => text`${start} at your picture (top right) › ${bold('Security Information')} › ${bold('Virtual MFA')} (older: ${bold('MFA Device')}) › ${bold('Enable Virtual MFA Device')} (${bold('Enable the device')}).`;

/** How to bind a device, step by step: labels as they are today, the older ones in brackets. */
export const enrolment = {
  signIn: (page: string, logonName: string) => text`On ${link('your account’s sign-in page', page)}, sign in to the RAM console as ${code(logonName)}.`,
  signInToEach: 'On the first sign-in page above, sign in to the RAM console as that user. Afterwards do the same for the next.',
  /** Does the page for binding open by itself? */
  openPage: {
    no: byHand('Point'),
    yes: text`The page for enabling MFA opens by itself: choose ${bold('Virtual MFA Device')}. Signed in already? Sign out and in again.`,
    some: text`If the page for enabling MFA opens by itself, choose ${bold('Virtual MFA Device')}. ${byHand('Otherwise point')}`,
  },
  install: text`Install Google Authenticator on your phone: ${APP_STORE} or ${GOOGLE_PLAY}. Or any other authenticator app.`,
  scanOrType: text`In the app: ${bold('Get started')} (older: ${bold('Begin setup')}) › ${bold('Scan a QR code')} (${bold('Scan barcode')}): the one in the console under ${bold('Scan the code')}. Or ${bold('Enter a setup key')} (${bold('Manual entry')}): user name and key from ${bold('Retrieval manually enter information')}, then ${bold('Add')} (${bold('√')}). Only if both fail, install a QR scanner: it sees the key.`,
  typeCodes: text`Type two consecutive codes from the app; they change every 30 seconds.`,
  enable: text`Click ${bold('Enable')}.`,
  scanInShort: text`Scan the QR code under ${bold('Scan the code')} with Google Authenticator (${APP_STORE}, ${GOOGLE_PLAY}) or any other authenticator app.`,
  typeAndEnable: text`Type two consecutive codes from the app (they change every 30 seconds) and click ${bold('Enable')}.`,
  findYourUser: text`Type ${command('me')} here: I answer with your RAM user, its account and its sign-in page.`,
  openYourPage: 'Open that page and sign in to the RAM console as that user; with several, as each in turn.',
  passkeyCounts: text`A passkey counts too: ${bold('Passkey')} › ${bold('Create Passkey')}.`,
};
