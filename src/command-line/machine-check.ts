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
    ...proxyLines(raw),
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

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];

function proxyLines(raw: RawVariables): readonly CheckLine[] {
  const names = PROXIES.filter((name) => raw[name] !== undefined);
  if (names.length === 0) return [];
  return [
    warning(
      'proxy',
      `${names.join(', ')} set, and the Alibaba Cloud SDK ignores it: it connects directly`,
      'the machine needs a direct way to ram.aliyuncs.com, ims.aliyuncs.com and sts.aliyuncs.com',
    ),
  ];
}
