import { type CodeRow, createMeaningOf } from '../transport/code-table.ts';

/**
 * DingTalk's codes: names of the new API, numbers of the old one and of webhooks. Unless a row names another source, they stand
 * in https://open.dingtalk.com/document/development/server-api-error-codes-1 and in the tables of the two pages on sending,
 * …/chatbots-send-one-on-one-chat-messages-in-batches and …/the-robot-sends-a-group-message.
 */
const ROWS: readonly CodeRow[] = [
  {
    // https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
    means: 'rate_limited',
    codes: [
      '*QpsLimit*',
      '*QpmLimit*',
      '90002',
      '90018',
      'send.too.fast',
      'send.byToken.tooFast',
      'toomuch.msg',
      'too.many.people',
      'too.many.group',
      'system.busy',
      'systemBusy',
      // https://open.dingtalk.com/document/development/custom-robots-send-group-messages
      '410100',
      '302033',
      // Ours, of a page that says how long the address is blocked, and of one held back within a success.
      'address_blocked',
      'flow_controlled',
    ],
  },
  { means: 'quota_spent', codes: ['*ApiCountLimitForOrg', '90020'] },
  {
    means: 'address_not_allowed',
    codes: ['*IpNotInWhiteList', '60020', 'ip.not.match'],
  },
  {
    means: 'token_refused',
    codes: [
      'InvalidAuthentication',
      'invalidClientIdOrSecret',
      'AuthenticationFailed*',
      'authFailed',
      'invalidParameter.token.invalid',
      'token.notExisted',
      'accesstoken.expired',
      '40001',
      '40014',
      '40089',
      '41001',
      '42001',
      '43007',
    ],
  },
  { means: 'app_not_installed', codes: ['app.not.exist', 'unauthorized.client', '50003', '50005'] },
  { means: 'scope_missing', codes: ['*PermissionDenied', '60011', '88'] },
  { means: 'bot_outdated', codes: ['InvalidAction.NotFound', '22'] },

  // Of the pages query-user-details and query-users-by-phone-number
  {
    // Who has left is in no directory any more.
    means: 'person_unknown',
    codes: ['staffId.notExisted', '33012', '40003', '40031', '40104', '60121', 'invalid'],
  },
  // It has no conversation with this person yet.
  { means: 'person_not_joined', codes: ['robot.oto.notExist'] },
  {
    // Whom the app's visible range leaves out. The filtered are in the vendor's SDKs and on no page.
    means: 'person_out_of_range',
    codes: ['50002', '50004', 'filtered'],
  },
  { means: 'person_refused', codes: ['send.forbidden', 'illegal.receivers'], to: 'person' },

  {
    means: 'channel_archived',
    codes: ['group.disbanded', 'group.diaband', 'group.nonexist', '400013'],
    to: 'channel',
  },
  {
    means: 'not_in_channel',
    codes: [
      'invalid.openConversationId',
      'miss.openConversationId',
      'conversation.*',
      'group.*',
      'chat.notExist',
      'conversationNotExist',
      // The robot is not in the group, or was switched off there.
      'invalidParameter.robotCode.*',
      'bot.stopped',
      'resource.not.found',
      'resource.unavailable',
      'invalidParameter',
      'chat.coolApp.notInstalled',
      // https://open.dingtalk.com/document/development/custom-robots-send-group-messages
      '400102',
      '400106',
    ],
    to: 'channel',
  },
  {
    means: 'channel_restricted',
    codes: ['bot.forbidden.sendMessage', 'send.forbidden', 'unauthorized', 'auth.error', 'illegal.receivers'],
    to: 'channel',
  },

  {
    means: 'robot_off',
    codes: [
      'invalidParameter.robotCode.*',
      'chatbotId.notAllow.sendOTO',
      'chatbotNotFound',
      'chatbot.notFound',
      'chatbotNotInstall',
      'template.stopped',
      'template.not.existed',
      'bot.stopped',
      'bot.forbidden.sendMessage',
      'resource.not.found',
      'resource.unavailable',
      'unauthorized',
      'auth.error',
      'conversation.org.notMatch',
      'keywords.not.match',
      'sign.not.match',
      '400101',
      '400102',
      '400106',
      // Of the gateway that opens connections, about an app that is not in Stream mode.
      'invalidParameter',
    ],
  },

  {
    // Whether it was done is open. https://open-dingtalk.github.io/developerpedia/docs/develop/best-practices/retry
    means: 'vendor_failed',
    codes: ['-1', '15', 'isp.*', 'unknown.send.result', 'system.error', 'send.ding.exception'],
  },
  {
    // Ours, of answers that were none.
    means: 'vendor_busy',
    codes: [
      'not_json',
      'no_endpoint',
      'no_socket',
      'no_process_query_key',
      'unexpected_answer',
      'no_list',
      'no_departments',
      'cursor_repeated',
      'too_many_pages',
      'too_many_departments',
    ],
  },

  {
    // Of https://open.dingtalk.com/document/development/upload-media-files
    means: 'files_refused',
    codes: ['40004', '40005', '40006'],
  },
  {
    means: 'message_refused',
    codes: [
      'contain.*',
      'miss.param.*',
      'invalid.param.*',
      'invalidParameter.msg*',
      'invalidParameter.userIds.*',
      'invalidParameter.userId.*',
      'invalidParameter.param.*',
      'invalidParameter.processQueryKey.*',
      'invalid.processQueryKey',
      'processQueryKey.*',
      'sendMessage.model.notMatch',
      'receivers.exceed',
      'Missingbody',
      '40035',
      '400002',
      // https://open.dingtalk.com/document/development/custom-robots-send-group-messages
      '400105',
      '400402',
      '4301*',
    ],
  },
];

export const meaningOf = createMeaningOf(ROWS);
