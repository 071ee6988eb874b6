import { expect, test } from 'vitest';
import { meaningOf } from '../../../src/chat/dingtalk/codes.ts';
import type { CodeMeaning } from '../../../src/domain/code-meaning.ts';

type Row = readonly [codes: string, toPerson: CodeMeaning, toChannel: CodeMeaning];

test.each<Row>([
  [
    'Forbidden.AccessDenied.QpsLimitForApi Forbidden.AccessDenied.QpmLimitForAppkeyAndApi 90002 90018 send.too.fast',
    'rate_limited',
    'rate_limited',
  ],
  ['too.many.people too.many.group send.byToken.tooFast', 'rate_limited', 'rate_limited'],
  ['Forbidden.AccessDenied.ApiCountLimitForOrg 90020', 'quota_spent', 'quota_spent'],
  [
    'Forbidden.AccessDenied.IpNotInWhiteList 60020 ip.not.match',
    'address_not_allowed',
    'address_not_allowed',
  ],
  [
    'InvalidAuthentication invalidClientIdOrSecret 40014 42001 invalidParameter.token.invalid token.notExisted',
    'token_refused',
    'token_refused',
  ],
  [
    'Forbidden.AccessDenied.AccessTokenPermissionDenied coolAppPermissionDenied 60011',
    'scope_missing',
    'scope_missing',
  ],
  ['50003 50005', 'app_not_installed', 'app_not_installed'],
  ['staffId.notExisted 60121 33012 invalid', 'person_unknown', 'person_unknown'],
  ['robot.oto.notExist', 'person_not_joined', 'person_not_joined'],
  ['50002 filtered', 'person_out_of_range', 'person_out_of_range'],
  ['send.forbidden', 'person_refused', 'channel_restricted'],
  ['template.stopped template.not.existed chatbotId.notAllow.sendOTO', 'robot_off', 'robot_off'],
  ['unauthorized auth.error bot.forbidden.sendMessage', 'robot_off', 'channel_restricted'],
  [
    'resource.not.found resource.unavailable conversation.org.notMatch bot.stopped',
    'robot_off',
    'not_in_channel',
  ],
  ['invalidParameter.robotCode.notExsit', 'robot_off', 'not_in_channel'],
  ['group.disbanded', 'unknown', 'channel_archived'],
  ['invalid.openConversationId', 'unknown', 'not_in_channel'],
  [
    '-1 15 isp.top-remote-connection-timeout unknown.send.result system.error',
    'vendor_failed',
    'vendor_failed',
  ],
  [
    'contain.unsafe.url miss.param.text invalidParameter.msgParam.tooLong',
    'message_refused',
    'message_refused',
  ],
  ['InvalidAction.NotFound', 'bot_outdated', 'bot_outdated'],
  ['ECONNRESET http_404', 'network', 'network'],
  ['Forbidden.Somehow a.code.of.tomorrow', 'unknown', 'unknown'],
])('%s: %s to a person, %s to a group', (codes, toPerson, toChannel) => {
  for (const code of codes.split(' ')) {
    expect([code, meaningOf(code, 'person'), meaningOf(code, 'channel')]).toEqual([
      code,
      toPerson,
      toChannel,
    ]);
  }
});
