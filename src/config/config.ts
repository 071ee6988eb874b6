import { CHAT_NAMES, CHATS, type ChatName } from '../domain/chats.ts';
import { type AlibabaConfig, alibabaGroup } from './alibaba.ts';
import { credentialsOfAnyChat } from './chat-variables.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { type DatabaseConfig, databaseAddress, databaseConfig } from './database.ts';
import { dingtalkGroup } from './dingtalk.ts';
import { type GivenVariables, readVariables } from './env.ts';
import { type PolicyConfig, policyGroup } from './policy.ts';
import { type ProcessConfig, processGroup } from './process.ts';
import { type ProxiesConfig, proxiesGroup } from './proxies.ts';
import { quotedValues } from './quoted-values.ts';
import { type ConfiguredCommand, REQUIREMENTS } from './requirements.ts';
import { type ScheduleConfig, scheduleGroup } from './schedule.ts';
import { Secret } from './secret.ts';
import { SECRET_FILES, withSecretFiles } from './secret-files.ts';
import { slackGroup } from './slack.ts';
import { adviseOnUnknown } from './unknown-variables.ts';
import type { ConfigGroup, GroupReading, RawVariables } from './variable.ts';

/** One line for each chat; a chat is null without its credentials. */
const CHAT_GROUPS = { slack: slackGroup, dingtalk: dingtalkGroup } satisfies Record<ChatName, unknown>;

const GROUPS = {
  alibaba: alibabaGroup,
  policy: policyGroup,
  schedule: scheduleGroup,
  process: processGroup,
  proxies: proxiesGroup,
  ...CHAT_GROUPS,
};

type Groups = Readonly<Record<string, ConfigGroup<unknown>>>;
type ValuesOf<G extends Groups> = {
  readonly [Name in keyof G]: G[Name] extends ConfigGroup<infer T> ? T : never;
};
type ReadingsOf<G extends Groups> = { readonly [Name in keyof G]: GroupReading<unknown> };
type Chats = ValuesOf<typeof CHAT_GROUPS>;

/** Everything that can be set, typed: built once, at start. */
export interface Config extends Chats, ProcessConfig {
  readonly alibaba: AlibabaConfig;
  readonly policy: PolicyConfig;
  readonly schedule: ScheduleConfig;
  readonly proxies: ProxiesConfig;
  /** What works, but probably not as meant. */
  readonly warnings: readonly ConfigProblem[];
}

/** Every variable by name, with its default as one would write it; null where there is none. */
export const DEFAULTS: ReadonlyMap<string, string | null> = new Map(
  Object.values(GROUPS).flatMap((group) => [...group.defaults]),
);

/** Of the process and of the folder's `.env`. @throws {ConfigError} as both ways to read do */
export function readConfig(directory: string, command: ConfiguredCommand): Config {
  const { variables, problems } = readVariables(directory);
  return parseConfig(variables, command, problems);
}

/**
 * `misread`: what is known to be wrong before any value is looked at.
 * @throws {ConfigError} with every problem there is, and the misspelt names
 */
export function parseConfig(
  given: RawVariables,
  command: ConfiguredCommand,
  misread: readonly ConfigProblem[] = [],
): Config {
  const { variables: raw, problems: unreadable, nameOf } = withSecretFiles(given);
  const readings = readGroups(GROUPS, raw);
  const all = Object.values(readings);
  const chats = CHAT_NAMES.map((name) => readings[name]);
  const known = [...DEFAULTS.keys(), ...SECRET_FILES];
  const unmeant = [...misread, ...quotedValues(raw, known), ...quotedValues(given, SECRET_FILES)];
  const isAbout = (problems: readonly ConfigProblem[], variable: string) =>
    problems.some((one) => one.variable === variable);
  // Whatever else is wrong with a value in quotes or cut short comes of that, and so it is with a file that cannot be read.
  const consequences = [
    ...all.flatMap((reading) => reading.problems),
    ...missing(raw, command, chats),
  ].filter(({ variable }) => !isAbout(unreadable, nameOf(variable)));
  const others = [...unreadable, ...consequences].filter(({ variable }) => !isAbout(unmeant, variable));
  const problems = [...unmeant, ...others].map((one) => ({ ...one, variable: nameOf(one.variable) }));
  const unknown = adviseOnUnknown(raw, known);
  // A misspelt name is often why another one is missing.
  if (problems.length > 0) throw new ConfigError([...problems, ...unknown]);
  const { process: ownProcess, ...groups } = valuesOf<typeof GROUPS>(readings);
  const advice = REQUIREMENTS[command].advice ? all.flatMap((reading) => reading.advice) : [];
  return { ...groups, ...ownProcess, warnings: [...unknown, ...advice] };
}

/**
 * A database named elsewhere than in DATABASE_URL; a server's password is the same variable's.
 * @throws {ConfigError} under the given name
 */
export function databaseAt(
  { name, url }: { readonly name: string; readonly url: string },
  given: GivenVariables,
): DatabaseConfig {
  const { variables, problems: unreadable } = withSecretFiles(given.variables);
  const problems = [
    ...given.problems.filter(({ variable }) => variable === 'DATABASE_PASSWORD'),
    ...unreadable,
  ];
  const { DATABASE_PASSWORD: password } = variables;
  const reading = databaseAddress.safeParse(url);
  const wrong = reading.success
    ? []
    : reading.error.issues.map(({ message }) => ({ variable: name, message }));
  if (!reading.success || problems.length > 0) throw new ConfigError([...wrong, ...problems]);
  return databaseConfig(reading.data, password === undefined ? null : new Secret(password));
}

function missing(
  raw: RawVariables,
  command: ConfiguredCommand,
  chats: readonly GroupReading<unknown>[],
): readonly ConfigProblem[] {
  const needs = REQUIREMENTS[command];
  const problems: ConfigProblem[] = [];
  if (needs.timeZone && raw.TIMEZONE === undefined) {
    problems.push({ variable: 'TIMEZONE', message: 'set it to your IANA zone, such as Asia/Shanghai' });
  }
  // One that was begun and is wrong has told so already.
  if (needs.chat && chats.every((chat) => chat.value === null)) {
    const [variable] = CHATS.slack.variables.credentials;
    const either = credentialsOfAnyChat().replace(variable, 'it');
    const message = `set ${either}: ${command} needs a chat (audit --dry-run works without)`;
    problems.push({ variable, message });
  }
  return problems;
}

function readGroups<G extends Groups>(groups: G, raw: RawVariables): ReadingsOf<G> {
  const readings = Object.entries(groups).map(([name, group]) => [name, group.read(raw)]);
  return Object.fromEntries(readings) as ReadingsOf<G>;
}

/** Of readings without problems. */
function valuesOf<G extends Groups>(readings: ReadingsOf<G>): ValuesOf<G> {
  const values = Object.entries<GroupReading<unknown>>(readings).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(values) as ValuesOf<G>;
}
