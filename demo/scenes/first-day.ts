import { ADMIN_ID } from '../people.ts';
import { messagesTo, tally } from '../tally.ts';
import { bindDevice, last, present, requestLine, type Scene } from './scene.ts';

export const firstLook: Scene = async (stage, narrator) => {
  narrator.tell(
    'The real bot is started for the first time, between a fake Alibaba Cloud, a fake Slack and a fake DingTalk on ' +
      'this machine. It watches three accounts: its own, corp, and corp-lab and corp-cn by a role it assumes. All messages ' +
      'below are what the fake chats received over the wire, drawn as people see them there; lines with ✓ are checked.',
  );
  await stage.advanceTo(stage.clock.now());
  narrator.scene(stage.clock.now(), 'The first look');
  narrator.show(
    '#security sees the daily digest. All accounts are new to the bot, so nobody is messaged yet.',
    last(stage.hands('slack').channelMessages()),
  );
  narrator.fact('Nothing was sent to any person.', tally(stage).toPeople === 0);
};

export const start: Scene = async (stage, narrator) => {
  const preview = await stage.hands('slack').say(ADMIN_ID, 'start');
  narrator.show(
    'Only Alex, an admin, sees this, having typed  /mfa start  : the numbers and the real message (in full below).',
    preview,
    { firstLines: 14, lastLines: 3 },
  );
  narrator.tell(
    'Meanwhile Kim Poe sets up MFA in the RAM console, which no audit has seen yet. Alex presses “Start”.',
  );
  bindDevice(stage, 'kim.poe');
  const before = stage.alibaba.requests.entries.length;
  narrator.show('Only Alex sees this.', await stage.hands('slack').press(ADMIN_ID, preview, 'Start'));
  const asked = stage.alibaba.requests.entries.slice(before);
  const kim = asked.filter(
    ({ action, params }) => action === 'GetUserMFAInfo' && params.UserName === 'kim.poe',
  );
  narrator.showLines(
    'RAM was asked about Kim once more, right before a message would have been sent, and knows a device now.',
    kim.map(requestLine),
  );
  narrator.fact('Kim Poe got no message.', kim.length > 0 && messagesTo(stage, ['U0KIM']) === 0);
};

export const firstMessages: Scene = async (stage, narrator) => {
  narrator.show(
    'Jane Doe sees this in her direct messages: asked a second ago, RAM knew no device of hers.',
    last(stage.hands('slack').messagesTo('U0JANE')),
  );
  narrator.show(
    '李雷 sees it in Chinese, the language of his Slack.',
    last(stage.hands('slack').messagesTo('U0LILEI')),
    { firstLines: 9 },
  );
  narrator.show(
    'Max Roe sees other words: MFA is required of him and nothing bound, so whoever signs in first binds a device.',
    last(stage.hands('slack').messagesTo('U0MAX')),
    { firstLines: 6 },
  );
  narrator.fact('Sam Lee got no message: it is night in Berlin.', messagesTo(stage, ['U0SAM']) === 0);
};

export const berlinMorning: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-02T16:30');
  narrator.scene(stage.clock.now(), 'It is 09:30 in Berlin');
  const [message, ...more] = stage.hands('slack').messagesTo('U0SAM');
  narrator.show(
    'Sam Lee sees this at the start of his working day: one message for his users in both accounts.',
    present(message),
    { firstLines: 9 },
  );
  narrator.fact('It is one message.', more.length === 0);
  narrator.fact(
    'Nobody wrote to Nora Kent, who is in neither chat, or to Paul Reed, who is deactivated there.',
    tally(stage).toPeople === 7,
  );
};

export const askingForOneself: Scene = async (stage, narrator) => {
  narrator.show('Only Omar Diaz sees this, having typed  /mfa', await stage.hands('slack').say('U0OMAR', ''));
  narrator.show(
    'Only Tom Hill sees this, having typed the same.',
    await stage.hands('slack').say('U0TOM', ''),
    {
      firstLines: 5,
    },
  );
};
