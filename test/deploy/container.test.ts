import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { DockerfileParser, type Instruction, type JSONInstruction } from 'dockerfile-ast';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DEFAULTS } from '../../src/config/config.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

const containerfile = DockerfileParser.parse(read('deploy/Containerfile'));
const stages = stagesOf(containerfile.getInstructions());
const [build = [], runtime = []] = stages;

function stagesOf(instructions: readonly Instruction[]): readonly (readonly Instruction[])[] {
  const starts = instructions.flatMap((one, index) => (one.getKeyword() === 'FROM' ? [index] : []));
  return starts.map((start, index) => instructions.slice(start, starts[index + 1]));
}

const named = (keyword: string, stage: readonly Instruction[]) =>
  stage.filter((instruction) => instruction.getKeyword() === keyword);

/** Of the exec form; an instruction that goes through a shell has none. */
function execWords(instruction: Instruction | undefined): readonly string[] {
  const words = (instruction as JSONInstruction | undefined)?.getJSONStrings() ?? [];
  return words.map((word) => JSON.parse(word.getValue()) as string);
}

/** What is copied from where, without the flags. */
function sourcesOf(instruction: Instruction): readonly string[] {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  return words.filter((word) => !word.startsWith('--')).slice(0, -1);
}

describe('deploy/Containerfile', () => {
  test('installs in one stage and runs in another', () => {
    expect(stages).toHaveLength(2);
    expect(named('RUN', build).map((run) => run.getArgumentsContent())).toEqual([
      'npm ci --omit=dev --omit=optional',
      'node deploy/trim.mjs node_modules && mkdir /data',
    ]);
    // No shell there to run anything.
    expect(named('RUN', runtime)).toEqual([]);
  });

  test('Node is process 1, as nobody in particular', () => {
    const [entrypoint] = named('ENTRYPOINT', runtime);
    const [command] = named('CMD', runtime);
    expect([...execWords(entrypoint), ...execWords(command)]).toEqual(['node', 'start.mjs', 'serve']);
    expect(named('USER', runtime).map((user) => user.getArgumentsContent())).toEqual(['65532:65532']);
    expect(named('VOLUME', runtime).map((volume) => volume.getArgumentsContent())).toEqual(['/data']);
  });

  test('copies only what there is and what .dockerignore lets through', () => {
    const copied = named('COPY', build).flatMap(sourcesOf);
    const admitted = read('.dockerignore').match(/(?<=^!).+$/gm) ?? [];
    expect(copied.filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
    expect(copied.toSorted()).toEqual(admitted.toSorted());
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });

  test('takes over from the first stage all that the program is made of', () => {
    const taken = named('COPY', runtime).flatMap(sourcesOf);
    const own = named('COPY', build).flatMap(sourcesOf);
    const toInstall = ['.npmrc', 'package-lock.json', 'deploy/trim.mjs'];
    const needed = own.filter((path) => !toInstall.includes(path)).map((path) => posix.join('/app', path));
    expect(taken.toSorted()).toEqual([...needed, '/app/node_modules', '/data'].toSorted());
  });

  test('sets variables that there are', () => {
    const names = named('ENV', runtime).flatMap((env) =>
      [...(env.getArgumentsContent() ?? '').matchAll(/([A-Z_]+)=/g)].map(([, name]) => name),
    );
    expect(names).toEqual(['PATH', 'NODE_ENV', 'MALLOC_ARENA_MAX', 'DATABASE_URL', 'HEALTH_PORT']);
    expect(DEFAULTS.has('DATABASE_URL') && DEFAULTS.has('HEALTH_PORT')).toBe(true);
  });

  test('its health check is Node’s own, with nothing else installed', () => {
    const [check] = named('HEALTHCHECK', runtime);
    expect(check?.getArgumentsContent()).toMatch(
      /CMD \["node", "-e", "fetch\(`http:\/\/127\.0\.0\.1:\$\{process\.env\.HEALTH_PORT\}\/livez`\)/,
    );
  });
});

describe('deploy/compose.yaml', () => {
  const { services, volumes } = parse(read('deploy/compose.yaml'));
  const bot = services['ram-mfa-bot'];

  test('builds that image, read-only and without rights, with its data in a volume', () => {
    expect(existsSync(join(REPOSITORY, 'deploy', bot.build.context, bot.build.dockerfile))).toBe(true);
    expect(bot).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(bot.volumes).toEqual(['data:/data']);
    expect(volumes).toEqual({ data: null });
    expect(bot.ports).toBeUndefined();
  });

  test('sets what the image sets, since an empty line of .env would take it away', () => {
    const inImage = Object.fromEntries(
      [...read('deploy/Containerfile').matchAll(/(DATABASE_URL|HEALTH_PORT)=(\S+)/g)].map(
        ([, name, value]) => [name, value],
      ),
    );
    expect(bot.environment).toEqual(inImage);
  });

  test('waits longer for its end than it takes', () => {
    expect(Number.parseInt(bot.stop_grace_period, 10)).toBeGreaterThan(10);
  });
});
