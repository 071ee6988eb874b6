import type { Narrator } from '../narrator.ts';
import { ADMIN_ID, CORP_ID } from '../people.ts';
import type { Stage } from '../stage.ts';
import { tally } from '../tally.ts';
import { last, requestLine, type Scene } from './scene.ts';

const REFUSED = ['enforce ci-deploy', 'enforce break-glass', 'enforce mfa-bot-enforcer'];

export const refusals: Scene = async (stage, narrator) => {
  const exchanges = [];
  for (const words of REFUSED)
    exchanges.push({ typed: `/mfa ${words}`, answer: await stage.hands('slack').say(ADMIN_ID, words) });
  narrator.showExchanges(
    'Only Alex sees this: a user with access keys only, the one for emergencies, and the bot itself are refused.',
    exchanges,
  );
  narrator.showExchanges('Only Jane sees this: she is no admin.', [
    { typed: '/mfa enforce tom.hill', answer: await stage.hands('slack').say('U0JANE', 'enforce tom.hill') },
  ]);
  narrator.fact('RAM received 0 UpdateLoginProfile.', tally(stage).enforcingCalls === 0);
};

export const enforcement: Scene = async (stage, narrator) => {
  narrator.showExchanges('Only Alex sees this: nothing is guessed.', [
    { typed: '/mfa enforce sam.lee', answer: await stage.hands('slack').say(ADMIN_ID, 'enforce sam.lee') },
  ]);
  const preview = await stage.hands('slack').say(ADMIN_ID, 'enforce tom.hill');
  narrator.show('Only Alex sees this, having typed  /mfa enforce tom.hill', preview);
  narrator.tell('Alex presses “Require MFA for 1 user”.');
  const before = stage.alibaba.requests.entries.length;
  const result = await stage.hands('slack').press(ADMIN_ID, preview, 'Require MFA for 1 user');
  tellRequests(stage, narrator, before);
  narrator.show('Only Alex sees this, because the setting was read back.', result);
  narrator.show('#security sees who did what.', last(stage.hands('slack').channelMessages()));
  narrator.show('Tom Hill sees this at once.', last(stage.hands('slack').messagesTo('U0TOM')), {
    firstLines: 8,
  });
};

/** Reading back and changing are done by an identity of its own, in sessions of its own. */
function tellRequests(stage: Stage, narrator: Narrator, since: number): void {
  const lines = stage.alibaba.requests.entries
    .slice(since)
    .filter(({ caller }) => caller?.includes('mfa-bot-enforcer'))
    .filter(({ action }) => action !== 'GetCallerIdentity')
    .map(requestLine);
  narrator.showLines(
    'Alibaba Cloud received this: each step in a session that can touch this one user, whatever the role may do.',
    // Each session is asked for in the same words.
    lines.filter((line, index) => !line.startsWith('AssumeRole') || lines.indexOf(line) === index),
  );
  narrator.fact('RAM received exactly 1 UpdateLoginProfile.', tally(stage).enforcingCalls === 1);
  const profile = loginProfileOfTom(stage);
  narrator.fact(
    'Tom’s user must have MFA now, and his password is the old one.',
    profile?.mfaBindRequired === true && profile.passwordChanges === 0,
  );
}

export const undoing: Scene = async (stage, narrator) => {
  const preview = await stage.hands('slack').say(ADMIN_ID, 'unenforce tom.hill');
  narrator.show('Only Alex sees this, having typed  /mfa unenforce tom.hill', preview, {
    firstLines: 5,
    lastLines: 2,
  });
  narrator.tell('Alex presses “Stop requiring MFA for 1 user”.');
  narrator.show(
    'Only Alex sees this.',
    await stage.hands('slack').press(ADMIN_ID, preview, 'Stop requiring MFA for 1 user'),
  );
  narrator.fact('RAM has the setting as before.', loginProfileOfTom(stage)?.mfaBindRequired === false);
};

export const record: Scene = async (stage, narrator) => {
  narrator.show(
    'Only Alex sees this, having typed  /mfa status',
    await stage.hands('slack').say(ADMIN_ID, 'status'),
  );
  narrator.show(
    'Only Alex sees this, having typed  /mfa history tom.hill',
    await stage.hands('slack').say(ADMIN_ID, 'history tom.hill'),
  );
};

function loginProfileOfTom(stage: Stage) {
  return stage.alibaba.account(CORP_ID).user('tom.hill').loginProfile;
}
