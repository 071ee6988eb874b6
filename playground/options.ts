import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run playground [-- --port N --no-open]

Shows the real bot in a browser, between a fake Alibaba Cloud, a fake Slack and a fake DingTalk on this machine.

  --port N    the port of the page on 127.0.0.1; a free one unless given
  --no-open   only print the address, do not open a browser
  --help      this
  --version   which version this is
`;

const PORT_MAX = 65_535;

export interface Options {
  /** 0: any free one. */
  readonly port: number;
  readonly opens: boolean;
}

export type CommandLine =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** One sentence on what to do instead. */
  | { readonly kind: 'wrong'; readonly sentence: string };

export function readCommandLine(argv: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= PORT_MAX)) {
      return { kind: 'wrong', sentence: `--port takes a number from 0 to ${PORT_MAX}, not ${values.port}.` };
    }
    return { kind: 'run', options: { port, opens: !values['no-open'] } };
  } catch (error) {
    return { kind: 'wrong', sentence: (error as Error).message };
  }
}
