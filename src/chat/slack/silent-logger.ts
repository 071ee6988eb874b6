import { type Logger, LogLevel } from '@slack/bolt';

/** The SDK's log lines hold message text and URLs that open connections; what matters of them is logged by us. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
