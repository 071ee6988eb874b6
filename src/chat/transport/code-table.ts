import type { Addressee, CodeMeaning, MeaningOf } from '../../domain/code-meaning.ts';
import type { DeliveryFailure } from '../../domain/delivery.ts';
import { networkMeaning } from './network-failure.ts';

/** Codes of one meaning; `*` stands for anything, and case does not count. */
export interface CodeRow {
  readonly means: CodeMeaning;
  readonly codes: readonly string[];
  /** Only where the refused call was addressed to one of these. */
  readonly to?: Addressee;
}

/** By the first row that has the code. */
export function createMeaningOf(rows: readonly CodeRow[]): MeaningOf {
  const patterns = rows.map((row) => ({ ...row, pattern: anyOf(row.codes) }));
  return (code, addressee) => {
    const row = patterns.find(({ pattern, to = addressee }) => to === addressee && pattern.test(code));
    return row?.means ?? networkMeaning(code) ?? 'unknown';
  };
}

function anyOf(codes: readonly string[]): RegExp {
  const alternatives = codes.map((code) => code.replaceAll('.', '\\.').replaceAll('*', '.*'));
  return new RegExp(`^(?:${alternatives.join('|')})$`, 'i');
}

const FAILURES: Readonly<Record<CodeMeaning, DeliveryFailure>> = {
  token_refused: 'configuration',
  app_not_installed: 'configuration',
  scope_missing: 'configuration',
  app_forbidden: 'configuration',
  address_not_allowed: 'configuration',
  messages_tab_off: 'configuration',
  robot_off: 'configuration',
  quota_spent: 'configuration',
  bot_outdated: 'configuration',
  person_unknown: 'recipient',
  person_gone: 'recipient',
  person_not_joined: 'recipient',
  person_out_of_range: 'refused',
  person_refused: 'refused',
  not_in_channel: 'channel',
  channel_archived: 'channel',
  channel_restricted: 'channel',
  rate_limited: 'rate_limited',
  vendor_failed: 'ambiguous',
  vendor_busy: 'unavailable',
  network: 'unavailable',
  message_refused: 'message_rejected',
  files_refused: 'message_rejected',
  // That it is about everybody needs proof, which one refusal is not.
  unknown: 'refused',
};

/** What follows for the message from what its refusal means. */
export function failureMeant(meaning: CodeMeaning, addressee: Addressee): DeliveryFailure {
  const failure = FAILURES[meaning];
  return addressee === 'channel' && (failure === 'refused' || failure === 'recipient') ? 'channel' : failure;
}
