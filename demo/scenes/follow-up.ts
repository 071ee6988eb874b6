import { bindDevice, last, present, type Scene } from './scene.ts';

export const enrolment: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-03T10:00');
  narrator.scene(stage.clock.now(), 'Jane sets up MFA');
  narrator.tell('Jane binds her phone in the RAM console, and back in Slack she presses “Check again”.');
  bindDevice(stage, 'jane.doe');
  const asking = present(stage.hands('slack').messagesTo('U0JANE')[0]);
  narrator.show(
    'Only Jane sees this: RAM was asked just now.',
    await stage.hands('slack').press('U0JANE', asking, 'Check again'),
  );
  const [closed, thanks, ...more] = stage.hands('slack').messagesTo('U0JANE');
  narrator.show('Jane sees this in the place of the message that had asked her.', present(closed));
  narrator.show('Jane sees this below it: once, and only because she had been asked.', present(thanks));
  narrator.fact('Her first message was changed where it stands, and one was added.', more.length === 0);
};

export const reminders: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-05T09:30');
  narrator.scene(stage.clock.now(), 'The reminder');
  narrator.show(
    'Tom Hill sees this three days after the first message; Max, Sam and 李雷 get the like.',
    last(stage.hands('slack').messagesTo('U0TOM')),
    { firstLines: 10 },
  );
  narrator.fact('Jane got no reminder.', stage.hands('slack').messagesTo('U0JANE').length === 2);
};

export const throttledAudit: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-06T09:00');
  const fault = stage.alibaba.faults.add({ kind: 'throttle', probability: 0.2 });
  await stage.advanceTo('2026-03-06T09:30');
  fault.remove();
  narrator.scene(stage.clock.now(), 'Alibaba Cloud throttles one call in five');
  const digest = last(stage.hands('slack').channelMessages());
  narrator.show('#security sees this, because what was throttled is asked again.', digest, { firstLines: 4 });
  narrator.fact(`${fault.fired} calls were throttled.`, fault.fired > 0);
  narrator.fact(
    'The audit is complete: 6 of 16, as the day before.',
    digest.summary.includes(' 6 of 16 protected'),
  );
};

export const warnings: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-09T09:30');
  narrator.scene(stage.clock.now(), 'The warning');
  narrator.show(
    '李雷 sees this a week after the first message, because nothing has changed.',
    last(stage.hands('slack').messagesTo('U0LILEI')),
    { firstLines: 5 },
  );
  narrator.show('Tom Hill sees the same in English.', last(stage.hands('slack').messagesTo('U0TOM')), {
    firstLines: 6,
  });
};

export const namesInTheDigest: Scene = async (stage, narrator) => {
  narrator.tell('In the evening Max binds a security key, and tells nobody.');
  bindDevice(stage, 'max.roe', { device: { type: 'U2F' } });
  await stage.advanceTo('2026-03-10T09:30');
  narrator.scene(stage.clock.now(), 'Names in the digest');
  narrator.show(
    '#security sees this: who was warned is named from now on; before that the digest only counts them.',
    last(stage.hands('slack').channelMessages()),
    { firstLines: 4, parts: ['Reminded and not done yet'] },
  );
  narrator.show(
    'Max sees this, because the daily audit found his security key.',
    last(stage.hands('slack').messagesTo('U0MAX')),
  );
};

export const deadline: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-16T09:30');
  narrator.scene(stage.clock.now(), 'The day of the deadline');
  narrator.show(
    'Tom Hill sees this in the morning; his deadline is the end of his working day.',
    last(stage.hands('slack').messagesTo('U0TOM')),
    { firstLines: 6 },
  );
};

export const overdue: Scene = async (stage, narrator) => {
  await stage.advanceTo('2026-03-17T10:00');
  narrator.scene(stage.clock.now(), 'The deadline is over');
  const digest = last(stage.hands('slack').channelMessages());
  narrator.show(
    '#security sees this. The bot enforces nothing by itself; it offers that to an admin.',
    digest,
    {
      firstLines: 4,
      parts: ['Reminded and not done yet', '[ Require MFA for these 4 ]', 'Protected by MFA'],
    },
  );
  narrator.fact('Four users of three people are overdue.', digest.summary.endsWith(' 4 overdue'));
};
