import { DateTime } from 'luxon';
import type { Config } from '../config/config.ts';
import type { RawVariables } from '../config/variable.ts';
import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import type { EpochMs } from '../domain/clock.ts';

/** What was configured, and what this machine brings along. */
export function checkMachine(config: Config, raw: RawVariables, now: EpochMs): readonly CheckLine[] {
  return [
    ...configurationLines(config),
    ok('Node.js', process.versions.node),
    timeZoneLine(raw.TIMEZONE, now),
    ...proxyLines(config.proxies, raw),
  ];
}

function configurationLines({ warnings }: Config): readonly CheckLine[] {
  if (warnings.length === 0) return [ok('configuration', 'well-formed')];
  return warnings.map(({ variable, message }) =>
    warning(
      'configuration',
      `${variable} ${message}`,
      `change ${variable} in .env or the environment; .env.example explains every variable`,
    ),
  );
}

function timeZoneLine(zone: string | undefined, now: EpochMs): CheckLine {
  if (zone !== undefined)
    return ok('time zone', `${zone}, now ${DateTime.fromMillis(now, { zone }).toFormat('HH:mm')} there`);
  const advice = 'set TIMEZONE to your IANA zone, such as Asia/Shanghai';
  return failed('time zone', 'TIMEZONE is not set, and npm start needs it', advice);
}

function proxyLines({ https, http, except }: Config['proxies'], raw: RawVariables): readonly CheckLine[] {
  const directly = except.length === 0 ? '' : `; directly: ${except.join(', ')}`;
  const ways = [
    ...(https === null ? [] : [`https through ${describeProxy(https)}`]),
    ...(http === null ? [] : [`http through ${describeProxy(http)}`]),
  ];
  const ignored = ['ALL_PROXY', 'all_proxy'].filter((name) => raw[name] !== undefined);
  return [
    ...(ways.length === 0 ? [] : [ok('proxy', `${ways.join(', ')}${directly}`)]),
    ...ignored.map((name) => warning('proxy', `${name} has no effect`, 'set HTTPS_PROXY instead')),
  ];
}

function describeProxy({ url, credentials }: NonNullable<Config['proxies']['https']>): string {
  return credentials === null ? url : `${url} with user and password ${credentials}`;
}
