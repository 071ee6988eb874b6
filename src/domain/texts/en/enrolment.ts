import { bold, code, link, text } from '../../message.ts';
import { command } from '../labels.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../links.ts';

const APP_STORE = link('App Store (iPhone)', GOOGLE_AUTHENTICATOR_IOS);
const GOOGLE_PLAY = link('Google Play (Android)', GOOGLE_AUTHENTICATOR_ANDROID);

const byHand = (start: string) =>
  text`${start} at your picture (top right), click ${bold('Security Information')}, and under ${bold('MFA Device')} (or ${bold('Virtual MFA')}) click ${bold('Enable the device')}.`;

/** How to bind a device, step by step. */
export const enrolment = {
  signIn: (page: string, logonName: string) =>
    text`Open ${link('your account’s sign-in page', page)} and sign in to the RAM console as RAM user ${code(logonName)}.`,
  signInToEach:
    'Open the first sign-in page above and sign in to the RAM console as that user. When you are done, do the same for the next.',
  /** Does the page for binding open by itself? */
  openPage: {
    no: byHand('Point'),
    yes: text`The page for enabling MFA opens by itself after you sign in: choose ${bold('Virtual MFA Device')} there. Signed in already? Sign out and in again.`,
    some: text`If the page for enabling MFA opens by itself, choose ${bold('Virtual MFA Device')} there. ${byHand('Otherwise point')}`,
  },
  install: text`On your phone, install Google Authenticator from the ${APP_STORE} or ${GOOGLE_PLAY}. Some Android phones also need a QR code scanner from the same store. No Google Play? The Alibaba Cloud app, or any other authenticator app from your phone’s own store (for example Microsoft Authenticator), works just as well.`,
  scanOrType: text`Open the app and tap ${bold('Begin setup')} (newer versions: Get started). Tap ${bold('Scan barcode')} (Scan a QR code) and scan the QR code shown in the console under ${bold('Scan the code')}. Or tap ${bold('Manual entry')} (Enter a setup key), type the user name and key shown in the console under ${bold('Retrieval manually enter information')}, then tap ${bold('√')} (Add).`,
  typeCodes: text`Back in the console, under ${bold('Scan the code')}, type two consecutive codes from the app. They change every 30 seconds: type one, wait for the next, type that too.`,
  enable: text`Click ${bold('Enable')}. That is all.`,
  scanInShort: text`Scan the QR code under ${bold('Scan the code')} with Google Authenticator (${APP_STORE}, ${GOOGLE_PLAY}), the Alibaba Cloud app or any other authenticator app.`,
  typeAndEnable: text`Type two consecutive codes from the app (they change every 30 seconds) and click ${bold('Enable')}.`,
  findYourUser: text`Type ${command('me')} here: I answer with your RAM user, its account and its sign-in page.`,
  openYourPage:
    'Open that page and sign in to the RAM console as that user. More than one user? Do the same for each.',
  passkeyCounts: text`A passkey counts too: ${bold('Security Information')} › ${bold('Passkey')} › ${bold('Create Passkey')}.`,
};
