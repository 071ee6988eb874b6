import { describe, expect, test } from 'vitest';
import { meaningOf } from '../../../src/chat/slack/codes.ts';
import { failureMeant } from '../../../src/chat/transport/code-table.ts';
import type { CodeMeaning } from '../../../src/domain/code-meaning.ts';

type Row = readonly [codes: string, toPerson: CodeMeaning, toChannel: CodeMeaning];

const ROWS: readonly Row[] = [
  ['invalid_auth not_authed token_revoked token_expired', 'token_refused', 'token_refused'],
  ['account_inactive team_disabled team_not_found', 'app_not_installed', 'app_not_installed'],
  ['missing_scope', 'scope_missing', 'scope_missing'],
  ['app_access_restricted enterprise_is_restricted', 'app_forbidden', 'app_forbidden'],
  ['messages_tab_disabled', 'messages_tab_off', 'messages_tab_off'],
  ['method_deprecated unknown_method', 'bot_outdated', 'bot_outdated'],
  ['user_disabled', 'person_gone', 'person_gone'],
  ['user_not_found users_not_found user_not_visible', 'person_unknown', 'person_unknown'],
  ['access_denied team_access_not_granted ekm_access_denied', 'person_refused', 'channel_restricted'],
  ['restricted_action restricted_action_thread_locked', 'person_refused', 'channel_restricted'],
  ['channel_not_found not_in_channel', 'person_gone', 'not_in_channel'],
  ['is_archived is_inactive', 'person_gone', 'channel_archived'],
  ['ratelimited rate_limited message_limit_exceeded http_429', 'rate_limited', 'rate_limited'],
  ['internal_error fatal_error http_503', 'vendor_failed', 'vendor_failed'],
  ['service_unavailable team_added_to_org not_json no_hello', 'vendor_busy', 'vendor_busy'],
  ['invalid_blocks_format msg_too_long no_text too_many_attachments', 'message_refused', 'message_refused'],
  ['ECONNREFUSED timeout PROXY_407 CERT_HAS_EXPIRED UND_ERR_SOCKET http_403', 'network', 'network'],
  ['a_code_of_tomorrow', 'unknown', 'unknown'],
];

describe('what a code of Slack means', () => {
  test.each(ROWS)('%s: %s to a person, %s to a channel', (codes, toPerson, toChannel) => {
    for (const code of codes.split(' ')) {
      expect([code, meaningOf(code, 'person'), meaningOf(code, 'channel')]).toEqual([
        code,
        toPerson,
        toChannel,
      ]);
    }
  });
});

describe('what follows', () => {
  test.each([
    ['person_refused', 'refused', 'channel'],
    ['person_gone', 'recipient', 'channel'],
    ['unknown', 'refused', 'channel'],
    ['channel_archived', 'channel', 'channel'],
    ['token_refused', 'configuration', 'configuration'],
    ['vendor_failed', 'ambiguous', 'ambiguous'],
  ] as const)('%s: %s for a person, %s for a channel', (meaning, person, channel) => {
    expect([failureMeant(meaning, 'person'), failureMeant(meaning, 'channel')]).toEqual([person, channel]);
  });
});
