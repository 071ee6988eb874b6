import { CORP_CN_ID, DINGTALK_ADMIN_ID, LUNCH_GROUP, SECURITY_GROUP } from '../people.ts';
import { bindDevice, last, type Scene } from './scene.ts';

export const firstMessagesInDingtalk: Scene = async (stage, narrator) => {
  const { messagesTo } = stage.hands('dingtalk');
  narrator.show(
    '王芳, whom a tag of her RAM user names, sees this in DingTalk, which tells no language: so it is in Chinese.',
    last(messagesTo('wangfang')),
  );
  narrator.fact(
    '陈明 got the like: RAM knows his mobile number, and DingTalk knows whose it is.',
    messagesTo('chenming').length === 1,
  );
};

export const warningsInDingtalk: Scene = async (stage, narrator) => {
  const dingtalk = stage.hands('dingtalk');
  narrator.show(
    '赵敏, whom 王芳 reports to by DingTalk, sees this once.',
    last(dingtalk.messagesTo('zhaomin')),
  );
  narrator.tell('王芳 binds her phone, and types  mfa me  to the bot in DingTalk.');
  bindDevice(stage, 'wang.fang', { accountId: CORP_CN_ID });
  narrator.show('Only 王芳 sees this.', await dingtalk.say('wangfang', 'me'));
  narrator.show(
    'And this below it; in DingTalk an earlier message cannot be changed.',
    last(dingtalk.messagesTo('wangfang')),
  );
  narrator.fact('Nobody else was told about her.', dingtalk.messagesTo('zhaomin').length === 1);
};

export const digestInDingtalk: Scene = async (stage, narrator) => {
  const dingtalk = stage.hands('dingtalk');
  narrator.show(
    'The security group in DingTalk sees the same day in Chinese: with the month’s quota of calls, and the trend in text.',
    last(dingtalk.channelMessages()),
    { firstLines: 8, lastLines: 21 },
  );
  const where = SECURITY_GROUP.openConversationId;
  narrator.show(
    'Everybody in that group sees this, 孙丽 having typed  @MFA /mfa status wang.fang',
    await dingtalk.say('sunli', 'status wang.fang', where),
  );
  narrator.showExchanges(
    'In any other group the bot says nothing about anybody, not even to 刘洋, its admin.',
    [
      {
        typed: '@MFA /mfa enforce chen.ming',
        answer: await dingtalk.say(DINGTALK_ADMIN_ID, 'enforce chen.ming', LUNCH_GROUP.openConversationId),
      },
    ],
  );
  narrator.tell('That afternoon 陈明 binds his phone; the next audit sees it.');
  bindDevice(stage, 'chen.ming', { accountId: CORP_CN_ID });
};
