import { type CodeRow, createMeaningOf } from '../transport/code-table.ts';

/**
 * Slack's codes. Unless a row names another source, they stand on the pages of the methods the bot calls, such as
 * https://docs.slack.dev/reference/methods/chat.postMessage, whose last lines are what every method may answer.
 */
const ROWS: readonly CodeRow[] = [
  {
    means: 'token_refused',
    codes: [
      'invalid_auth',
      'not_authed',
      'token_revoked',
      'token_expired',
      'not_allowed_token_type',
      // Of https://docs.slack.dev/reference/methods/apps.connections.open
      'missing_args',
      // Ours: the token is no bot's.
      'not_a_bot_token',
    ],
  },
  {
    // The token's user or workspace is gone; an organisation's token that names no workspace.
    means: 'app_not_installed',
    codes: ['account_inactive', 'user_removed_from_team', 'team_disabled', 'team_not_found'],
  },
  { means: 'scope_missing', codes: ['missing_scope'] },
  {
    means: 'app_forbidden',
    codes: [
      'app_access_restricted',
      'enterprise_is_restricted',
      'two_factor_setup_required',
      'forbidden_team',
      // Of https://docs.slack.dev/reference/methods/usergroups.users.list
      'plan_upgrade_required',
    ],
  },
  { means: 'address_not_allowed', codes: ['accesslimited'] },
  { means: 'messages_tab_off', codes: ['messages_tab_disabled'] },
  {
    means: 'bot_outdated',
    codes: ['method_deprecated', 'deprecated_endpoint', 'unknown_method'],
  },

  // Of https://docs.slack.dev/reference/methods/conversations.open and users.info
  {
    means: 'person_unknown',
    codes: [
      'user_not_found',
      'users_not_found',
      'user_not_visible',
      'cannot_dm_bot',
      'cannot_dm_self',
      'invalid_user_combination',
    ],
  },
  { means: 'person_gone', codes: ['user_disabled'] },
  {
    means: 'person_gone',
    codes: ['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive'],
    to: 'person',
  },
  {
    // A rule of the workspace about who may write to whom. `no_permission` asks whether the app is in the conversation.
    means: 'person_refused',
    codes: [
      'access_denied',
      'team_access_not_granted',
      'restricted_action*',
      'ekm_access_denied',
      'user_is_restricted',
      'no_permission',
      'method_not_supported_for_channel_type',
    ],
    to: 'person',
  },

  {
    // A private channel the bot is not in looks as if there were none.
    means: 'not_in_channel',
    codes: ['channel_not_found', 'invalid_channel', 'not_in_channel', 'no_permission', 'user_not_in_channel'],
    to: 'channel',
  },
  { means: 'channel_archived', codes: ['is_archived', 'is_inactive'], to: 'channel' },
  {
    means: 'channel_restricted',
    codes: [
      'access_denied',
      'team_access_not_granted',
      'restricted_action*',
      'ekm_access_denied',
      'method_not_supported_for_channel_type',
      'channel_is_limited_access',
      'posting_to_channel_denied',
    ],
    to: 'channel',
  },

  {
    // Of https://docs.slack.dev/reference/methods/files.getUploadURLExternal
    means: 'files_refused',
    codes: ['file_uploads_disabled', 'file_upload_size_restricted', 'storage_limit_reached'],
  },

  { means: 'rate_limited', codes: ['ratelimited', 'rate_limited', 'message_limit_exceeded'] },
  // Slack says of these that some of it may have been done.
  { means: 'vendor_failed', codes: ['fatal_error', 'internal_error', 'file_update_failed'] },
  {
    means: 'vendor_busy',
    codes: [
      'service_unavailable',
      'request_timeout',
      // The workspace moves into an organisation, and is back when that is done.
      'team_added_to_org',
      'org_login_required',
      'external_channel_migrating',
      'update_failed',
      // Ours, of answers that were none.
      'not_json',
      'no_hello',
      'sent_away',
      'closed',
      'no_channel',
      'no_upload_url',
      'no_timestamp',
      'no_members',
      'no_messages',
      'cursor_repeated',
      'too_many_pages',
      'too_many_messages',
    ],
  },

  {
    means: 'message_refused',
    codes: [
      'invalid_blocks*',
      'invalid_attachments',
      'invalid_metadata*',
      'invalid_arg*',
      'invalid_array_arg',
      'invalid_charset',
      'invalid_form_data',
      'invalid_post_type',
      'missing_post_type',
      'missing_argument',
      'metadata_*',
      'no_text',
      'too_many_attachments',
      'too_many_contact_cards',
      'msg_too_long',
      'msg_blocks_too_long',
      'markdown_text_conflict',
      'attachment_payload_limit_exceeded',
      'block_mismatch',
      'cannot_reply_to_message',
      // Of https://docs.slack.dev/reference/methods/chat.update
      'message_not_found',
      // Of https://docs.slack.dev/reference/methods/files.completeUploadExternal
      'file_not_found',
      'cant_update_message',
      'edit_window_closed',
    ],
  },
];

export const meaningOf = createMeaningOf(ROWS);
