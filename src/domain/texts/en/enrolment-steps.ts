import { bold, code, link, type Text, text } from '../../message.ts';
import { joined } from '../compose.ts';
import { type Enrollee, pageOpensByItself } from '../enrolment.ts';
import { command } from '../labels.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../links.ts';

const APP_STORE = link('App Store (iPhone)', GOOGLE_AUTHENTICATOR_IOS);
const GOOGLE_PLAY = link('Google Play (Android)', GOOGLE_AUTHENTICATOR_ANDROID);

/** Everything somebody needs who has never done it. */
export function fullSteps(enrollees: readonly Enrollee[]): readonly Text[] {
  return [
    signIn(enrollees),
    openMfaPage(pageOpensByItself(enrollees)),
    joined(
      text`On your phone, install Google Authenticator from the ${APP_STORE} or ${GOOGLE_PLAY}.`,
      text`Some Android phones also need a QR code scanner from the same store.`,
      text`No Google Play? The Alibaba Cloud app, or any other authenticator app from your phone’s own store (for example Microsoft Authenticator), works just as well.`,
    ),
    joined(
      text`Open the app and tap ${bold('Begin setup')} (newer versions: Get started).`,
      text`Tap ${bold('Scan barcode')} (Scan a QR code) and scan the QR code shown in the console under ${bold('Scan the code')}.`,
      text`Or tap ${bold('Manual entry')} (Enter a setup key), type the user name and key shown in the console under ${bold('Retrieval manually enter information')}, then tap ${bold('√')} (Add).`,
    ),
    text`Back in the console, under ${bold('Scan the code')}, type two consecutive codes from the app. They change every 30 seconds: type one, wait for the next, type that too.`,
    text`Click ${bold('Enable')}. That is all.`,
  ];
}

/** The other way, which counts just the same. */
export const PASSKEY_COUNTS = text`A passkey counts too: ${bold('Security Information')} › ${bold('Passkey')} › ${bold('Create Passkey')}.`;

/** For somebody who was told before. */
export function shortSteps(enrollees: readonly Enrollee[]): readonly Text[] {
  return [signIn(enrollees), openMfaPage(pageOpensByItself(enrollees)), ...SCAN_AND_ENABLE];
}

/** For people whom the message does not name: each finds their own page first. */
export function cohortSteps(): readonly Text[] {
  return [
    text`Type ${command('me')} here: I answer with your RAM user, its account and its sign-in page.`,
    text`Open that page and sign in to the RAM console as that user. More than one user? Do the same for each.`,
    openMfaPage('some'),
    ...SCAN_AND_ENABLE,
  ];
}

const SCAN_AND_ENABLE: readonly Text[] = [
  text`Scan the QR code under ${bold('Scan the code')} with Google Authenticator (${APP_STORE}, ${GOOGLE_PLAY}), the Alibaba Cloud app or any other authenticator app.`,
  text`Type two consecutive codes from the app (they change every 30 seconds) and click ${bold('Enable')}.`,
];

function signIn(enrollees: readonly Enrollee[]): Text {
  const [only, ...others] = enrollees;
  if (only === undefined || others.length > 0) {
    return text`Open the first sign-in page above and sign in to the RAM console as that user. When you are done, do the same for the next.`;
  }
  return text`Open ${link('your account’s sign-in page', only.signInUrl)} and sign in to the RAM console as RAM user ${code(only.logonName)}.`;
}

function openMfaPage(byItself: ReturnType<typeof pageOpensByItself>): Text {
  const byHand = (start: string) =>
    text`${start} at your picture (top right), click ${bold('Security Information')}, and under ${bold('MFA Device')} (or ${bold('Virtual MFA')}) click ${bold('Enable the device')}.`;
  switch (byItself) {
    case 'no':
      return byHand('Point');
    case 'yes':
      return text`The page for enabling MFA opens by itself after you sign in: choose ${bold('Virtual MFA Device')} there. Signed in already? Sign out and in again.`;
    case 'some':
      return joined(
        text`If the page for enabling MFA opens by itself, choose ${bold('Virtual MFA Device')} there.`,
        byHand('Otherwise point'),
      );
  }
}
