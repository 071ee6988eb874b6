const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** The way through a proxy did not come about: whatever was to be sent was not. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** `PROXY_407`: the proxy's status; `PROXY_ECONNREFUSED`: the network's code on the way to it. */
  readonly code: string;

  private constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  static refused(status: number): ProxyError {
    return new ProxyError(`PROXY_${status}`, `The proxy refused the connection with ${status}.`);
  }

  static unreachable(error: unknown): ProxyError {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const known = PRINTABLE_CODE.test(code) ? code : 'UNREACHABLE';
    return new ProxyError(`PROXY_${known}`, `The proxy could not be reached (${known}).`);
  }
}
