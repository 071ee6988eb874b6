/** What a connection that failed means for the request it was to carry. */
export interface NetworkFailure {
  /** As it is shown and logged. */
  readonly code: string;
  readonly passes: boolean;
  /** Nothing of the request left this machine, or the proxy let nothing through. */
  readonly neverSent: boolean;
}

interface Row {
  readonly codes: RegExp;
  /** Where another name says more. */
  readonly shownAs?: string;
  readonly passes: boolean;
  readonly neverSent: boolean;
}

/** Codes of Node (https://nodejs.org/api/errors.html), of undici (docs/docs/api/Errors.md) and of our own way through a proxy. */
const NETWORK_CODES: readonly Row[] = [
  { codes: /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, passes: false, neverSent: true },
  { codes: /^(EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/, passes: true, neverSent: true },
  { codes: /^(CERT|DEPTH|SELF_SIGNED|UNABLE_TO|ERR_TLS|UND_ERR_PRX_TLS)/, passes: false, neverSent: true },
  { codes: /^PROXY_(5\d\d|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/, passes: true, neverSent: true },
  { codes: /^PROXY_/, passes: false, neverSent: true },
  { codes: /^(ECONNRESET|ETIMEDOUT|EPIPE)$/, passes: true, neverSent: false },
  { codes: /^UND_ERR_SOCKET$/, shownAs: 'ECONNRESET', passes: true, neverSent: false },
  { codes: /^UND_ERR_RES_EXCEEDED/, shownAs: 'AnswerTooLarge', passes: false, neverSent: false },
  { codes: /^(E[A-Z_]+|UND_ERR_[A-Z_]+)$/, passes: false, neverSent: false },
];

/** null: not a code of the network. */
export function networkFailure(code: string): NetworkFailure | null {
  const row = NETWORK_CODES.find(({ codes }) => codes.test(code));
  return row === undefined ? null : { ...row, code: row.shownAs ?? code };
}
