import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '..');
const RULES = join(REPOSITORY, '.dependency-cruiser.cjs');
const OUTPUT_MAX = 64 * 1024 * 1024;

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

interface Report {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
  readonly summary: { readonly violations: readonly Violation[] };
}

/** As `npm run check` does it; the exit code is the number of violations. */
async function cruise(root: string, folders: readonly string[]): Promise<Report> {
  const command = join(REPOSITORY, 'node_modules/.bin/depcruise');
  const args = [command, '--config', RULES, '--output-type', 'json', ...folders];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    maxBuffer: OUTPUT_MAX,
  }).catch((error: { stdout: string; stderr: string }) => {
    if (!error.stdout.startsWith('{')) throw new Error(error.stderr);
    return error;
  });
  return JSON.parse(stdout) as Report;
}

/** Importing file, imported file or package, and the rule that forbids it. */
const FORBIDDEN: readonly (readonly [from: string, to: string, rule: string])[] = [
  ['src/main.ts', 'src/chat/slack/target.ts', 'main'],
  ['src/main.ts', 'src/alibaba/target.ts', 'main'],
  ['src/command-line/a.ts', 'src/main.ts', 'command-line'],
  ['src/command-line/a.ts', 'src/chat/slack/target.ts', 'command-line'],
  ['src/command-line/a.ts', 'src/alibaba/target.ts', 'command-line'],
  ['src/app.ts', 'src/main.ts', 'app'],
  ['src/app.ts', 'src/command-line/target.ts', 'app'],
  ['src/app.ts', 'src/clock.ts', 'app'],
  ['src/app.ts', 'sandbox/target.ts', 'app'],
  ['src/wiring.ts', 'src/app.ts', 'wiring'],
  ['src/wiring.ts', 'src/chat/slack/target.ts', 'wiring'],
  ['src/wiring.ts', 'src/alibaba/index.ts', 'wiring'],
  ['src/world.ts', 'src/wiring.ts', 'world'],
  ['src/world.ts', 'src/chat/slack/target.ts', 'world'],
  ['src/scheduler/a.ts', 'src/commands/target.ts', 'scheduler'],
  ['src/scheduler/a.ts', 'src/app.ts', 'scheduler'],
  ['src/scheduler/a.ts', 'src/config/target.ts', 'scheduler'],
  ['src/commands/a.ts', 'src/scheduler/target.ts', 'commands'],
  ['src/commands/a.ts', 'src/chat/slack/target.ts', 'commands'],
  ['src/commands/a.ts', 'src/alibaba/target.ts', 'commands'],
  ['src/commands/a.ts', 'src/config/target.ts', 'commands'],
  ['src/outreach/a.ts', 'src/enforcement/target.ts', 'outreach'],
  ['src/outreach/a.ts', 'src/commands/target.ts', 'outreach'],
  ['src/outreach/a.ts', 'src/scheduler/target.ts', 'outreach'],
  ['src/outreach/a.ts', 'src/chat/slack/target.ts', 'outreach'],
  ['src/enforcement/a.ts', 'src/outreach/target.ts', 'enforcement'],
  ['src/enforcement/a.ts', 'src/commands/target.ts', 'enforcement'],
  ['src/evidence/a.ts', 'src/outreach/target.ts', 'evidence'],
  ['src/evidence/a.ts', 'src/chat/chat.ts', 'evidence'],
  ['src/audit/a.ts', 'src/outreach/target.ts', 'audit'],
  ['src/audit/a.ts', 'src/enforcement/target.ts', 'audit'],
  ['src/audit/a.ts', 'src/alibaba/target.ts', 'audit'],
  ['src/contacts/a.ts', 'src/audit/target.ts', 'contacts'],
  ['src/contacts/a.ts', 'src/chat/dingtalk/target.ts', 'contacts'],
  ['src/alibaba/a.ts', 'src/store/target.ts', 'alibaba'],
  ['src/alibaba/a.ts', 'src/chat/chat.ts', 'alibaba'],
  ['src/alibaba/a.ts', 'src/contacts/target.ts', 'alibaba'],
  ['src/alibaba/a.ts', 'src/config/target.ts', 'alibaba'],
  ['src/alibaba/accounts.ts', 'src/alibaba/target.ts', 'alibaba-interface'],
  ['src/alibaba/accounts.ts', 'src/net/target.ts', 'alibaba-interface'],
  ['src/lean-heap.ts', 'src/clock.ts', 'lean-heap'],
  ['src/net/a.ts', 'src/domain/target.ts', 'net'],
  ['src/net/a.ts', 'src/config/target.ts', 'net'],
  ['src/net/a.ts', 'src/alibaba/accounts.ts', 'net'],
  ['src/chat/chat.ts', 'src/net/target.ts', 'chat-interface'],
  ['src/store/a.ts', 'src/net/target.ts', 'store'],
  ['src/outreach/a.ts', 'src/net/target.ts', 'outreach'],
  ['src/chat/chat.ts', 'src/chat/slack/target.ts', 'chat-interface'],
  ['src/chat/chat.ts', 'src/alibaba/accounts.ts', 'chat-interface'],
  ['src/chat/slack/a.ts', 'src/chat/dingtalk/target.ts', 'chat-provider'],
  ['src/chat/slack/a.ts', 'src/chat/console/target.ts', 'chat-provider'],
  ['src/chat/slack/a.ts', 'src/store/target.ts', 'chat-provider'],
  ['src/chat/slack/a.ts', 'src/commands/target.ts', 'chat-provider'],
  ['src/chat/slack/a.ts', 'src/alibaba/accounts.ts', 'chat-provider'],
  ['src/chat/slack/a.ts', 'src/config/target.ts', 'chat-provider'],
  ['src/chat/dingtalk/a.ts', 'src/chat/slack/target.ts', 'chat-provider'],
  ['src/chat/console/a.ts', 'src/chat/slack/target.ts', 'chat-provider'],
  ['src/chat/transport/a.ts', 'src/chat/slack/target.ts', 'chat-transport'],
  ['src/chat/transport/a.ts', 'src/chat/console/target.ts', 'chat-transport'],
  ['src/chat/transport/a.ts', 'src/store/target.ts', 'chat-transport'],
  ['src/chat/transport/a.ts', 'src/config/target.ts', 'chat-transport'],
  ['src/chat/chat.ts', 'src/chat/transport/target.ts', 'chat-interface'],
  ['src/app.ts', 'src/chat/transport/target.ts', 'app'],
  ['src/command-line/a.ts', 'src/chat/transport/target.ts', 'command-line'],
  ['src/outreach/a.ts', 'src/chat/transport/target.ts', 'outreach'],
  ['src/contacts/a.ts', 'src/chat/transport/target.ts', 'contacts'],
  ['src/alibaba/a.ts', 'src/chat/transport/target.ts', 'alibaba'],
  ['src/store/a.ts', 'src/alibaba/accounts.ts', 'store'],
  ['src/store/a.ts', 'src/chat/chat.ts', 'store'],
  ['src/store/a.ts', 'src/contacts/target.ts', 'store'],
  ['src/outreach/a.ts', 'src/store/schema.ts', 'stored-shapes'],
  ['src/audit/a.ts', 'src/store/json-column.ts', 'stored-shapes'],
  ['src/domain/a.ts', 'src/store/target.ts', 'domain'],
  ['src/domain/a.ts', 'src/log.ts', 'domain'],
  ['src/domain/a.ts', 'src/config/secret.ts', 'domain'],
  ['src/domain/a.ts', 'pino', 'domain'],
  ['src/domain/a.ts', 'node:fs', 'domain'],
  ['src/domain/a.ts', 'src/domain/texts/target.ts', 'texts'],
  ['src/store/a.ts', 'src/domain/texts/target.ts', 'texts'],
  ['src/audit/a.ts', 'src/domain/texts/target.ts', 'texts'],
  ['src/scheduler/a.ts', 'src/domain/texts/target.ts', 'texts'],
  ['src/domain/texts/zh/a.ts', 'src/domain/texts/layouts/target.ts', 'language'],
  ['src/domain/texts/zh/a.ts', 'src/domain/texts/en/target.ts', 'language'],
  ['src/domain/texts/layouts/a.ts', 'src/domain/texts/en/target.ts', 'layout'],
  ['src/domain/texts/layouts/a.ts', 'src/domain/texts/texts.ts', 'layout'],
  ['src/chat/slack/a.ts', 'src/domain/texts/en/target.ts', 'texts-from-outside'],
  ['src/commands/a.ts', 'src/domain/texts/compose.ts', 'texts-from-outside'],
  ['src/chat/transport/a.ts', 'src/domain/texts/target.ts', 'texts'],
  ['src/config/a.ts', 'src/log.ts', 'config'],
  ['src/config/a.ts', 'src/store/target.ts', 'config'],
  ['src/config/secret.ts', 'src/domain/target.ts', 'secret'],
  ['src/version.ts', 'src/domain/target.ts', 'version'],
  ['src/log.ts', 'src/config/secret.ts', 'log'],
  ['src/clock.ts', 'src/log.ts', 'clock'],
  ['src/metrics.ts', 'src/store/target.ts', 'metrics'],
  ['src/outreach/a.ts', 'src/metrics.ts', 'outreach'],
  ['src/surprise/a.ts', 'src/domain/target.ts', 'new-folder'],
  ['src/store/b.ts', 'sandbox/target.ts', 'store'],
  ['src/store/b.ts', 'vitest', 'no-development-packages'],
  ['src/store/b.ts', 'src/store/missing.ts', 'resolvable'],
  ['src/store/cycle-one.ts', 'src/store/cycle-two.ts', 'no-cycle'],
  ['sandbox/a.ts', 'src/domain/target.ts', 'sandbox'],
  ['sandbox/a.ts', 'src/alibaba/target.ts', 'sandbox'],
  ['demo/a.ts', 'src/store/target.ts', 'demo'],
  ['demo/a.ts', 'src/chat/slack/target.ts', 'demo'],
  ['demo/a.ts', 'playground/target.ts', 'demo'],
  ['playground/a.ts', 'src/app.ts', 'playground'],
  ['playground/a.ts', 'src/domain/target.ts', 'playground'],
  ['playground/a.ts', 'playground/page/target.ts', 'playground'],
  ['playground/page/a.ts', 'playground/target.ts', 'playground-page'],
  ['playground/page/a.ts', 'sandbox/target.ts', 'playground-page'],
  ['playground/page/a.ts', 'luxon', 'playground-page'],
  ['playground/page/a.ts', 'node:fs', 'playground-page'],
  ['test/model/a.ts', 'src/domain/target.ts', 'reference'],
  ['test/model/a.ts', 'test/walk/target.ts', 'reference'],
];

const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['src/main.ts', 'src/app.ts'],
  ['src/main.ts', 'src/config/target.ts'],
  ['src/main.ts', 'src/log.ts'],
  ['src/main.ts', 'src/command-line/target.ts'],
  ['src/main.ts', 'src/clock.ts'],
  ['src/command-line/a.ts', 'src/app.ts'],
  ['src/command-line/a.ts', 'src/config/target.ts'],
  ['src/command-line/a.ts', 'src/chat/console/target.ts'],
  ['src/app.ts', 'src/chat/slack/target.ts'],
  ['src/app.ts', 'src/alibaba/target.ts'],
  ['src/app.ts', 'src/scheduler/target.ts'],
  ['src/app.ts', 'src/config/target.ts'],
  ['src/scheduler/a.ts', 'src/outreach/target.ts'],
  ['src/commands/a.ts', 'src/enforcement/target.ts'],
  ['src/commands/a.ts', 'src/store/target.ts'],
  ['src/commands/a.ts', 'src/chat/chat.ts'],
  ['src/outreach/a.ts', 'src/audit/target.ts'],
  ['src/outreach/a.ts', 'src/chat/delivery-error.ts'],
  ['src/enforcement/a.ts', 'src/alibaba/accounts.ts'],
  ['src/audit/a.ts', 'src/contacts/target.ts'],
  ['src/contacts/a.ts', 'src/chat/chat.ts'],
  ['src/alibaba/a.ts', 'src/alibaba/accounts.ts'],
  ['src/alibaba/a.ts', 'src/domain/target.ts'],
  ['src/alibaba/a.ts', 'src/config/secret.ts'],
  ['src/alibaba/a.ts', 'src/net/target.ts'],
  ['src/chat/slack/a.ts', 'src/net/target.ts'],
  ['src/app.ts', 'src/net/target.ts'],
  ['src/net/a.ts', 'src/net/target.ts'],
  ['src/net/a.ts', 'src/config/secret.ts'],
  ['src/alibaba/a.ts', 'src/log.ts'],
  ['src/chat/slack/a.ts', 'src/chat/chat.ts'],
  ['src/chat/slack/a.ts', 'src/chat/slack/target.ts'],
  ['src/chat/slack/a.ts', 'src/domain/target.ts'],
  ['src/chat/slack/a.ts', 'src/domain/texts/texts.ts'],
  ['src/outreach/a.ts', 'src/domain/texts/layouts/target.ts'],
  ['src/domain/texts/zh/a.ts', 'src/domain/texts/labels.ts'],
  ['src/domain/texts/layouts/a.ts', 'src/domain/texts/words.ts'],
  ['src/chat/slack/a.ts', 'src/config/secret.ts'],
  ['src/chat/slack/a.ts', 'src/chat/transport/target.ts'],
  ['src/chat/dingtalk/a.ts', 'src/chat/transport/target.ts'],
  ['src/chat/console/a.ts', 'src/chat/transport/target.ts'],
  ['src/chat/transport/a.ts', 'src/chat/transport/target.ts'],
  ['src/chat/transport/a.ts', 'src/chat/chat.ts'],
  ['src/chat/transport/a.ts', 'src/chat/delivery-error.ts'],
  ['src/chat/transport/a.ts', 'src/domain/target.ts'],
  ['src/chat/transport/a.ts', 'src/config/secret.ts'],
  ['src/chat/transport/a.ts', 'src/log.ts'],
  ['src/store/a.ts', 'src/domain/target.ts'],
  // The other half of the forbidden cycle, which is reported once.
  ['src/store/cycle-two.ts', 'src/store/cycle-one.ts'],
  ['src/domain/a.ts', 'src/domain/target.ts'],
  ['src/domain/a.ts', 'luxon'],
  ['src/domain/a.ts', 'node:crypto'],
  ['src/evidence/a.ts', 'src/store/target.ts'],
  ['src/clock.ts', 'src/domain/target.ts'],
  ['src/config/a.ts', 'src/domain/target.ts'],
  ['sandbox/a.ts', 'sandbox/target.ts'],
  ['sandbox/a.ts', 'vitest'],
  ['demo/a.ts', 'src/app.ts'],
  ['demo/a.ts', 'src/config/target.ts'],
  ['demo/a.ts', 'sandbox/target.ts'],
  ['demo/a.ts', 'src/chat/slack/index.ts'],
  ['playground/a.ts', 'demo/target.ts'],
  ['playground/a.ts', 'sandbox/target.ts'],
  ['playground/page/a.ts', 'playground/view.ts'],
  ['playground/page/a.ts', 'playground/page/target.ts'],
  ['test/model/a.ts', 'test/model/target.ts'],
  ['test/model/a.ts', 'luxon'],
];

const isFile = (target: string) => target.endsWith('.ts');

/** A repository of the same layout whose files import each other as the tables say. */
async function layOut(root: string): Promise<void> {
  const contents = new Map<string, string[]>();
  const linesOf = (path: string) => contents.get(path) ?? contents.set(path, []).get(path) ?? [];
  for (const [index, [from, to]] of [...FORBIDDEN, ...ALLOWED].entries()) {
    const specifier = isFile(to) ? `./${posix.relative(posix.dirname(from), to)}` : to;
    // Type imports are erased when it runs and are imports all the same.
    linesOf(from).push(
      `import ${index % 2 === 0 ? 'type ' : ''}{ value as value${index} } from '${specifier}';`,
    );
    if (isFile(to) && !to.includes('missing')) linesOf(to);
  }
  for (const [path, lines] of contents)
    await write(root, path, `${lines.join('\n')}\nexport const value = 1;\n`);
  for (const name of ['luxon', 'pino', 'vitest']) {
    await write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    await write(root, `node_modules/${name}/index.js`, 'exports.value = 1;\n');
  }
  const manifest = { dependencies: { luxon: '*', pino: '*' }, devDependencies: { vitest: '*' } };
  await write(root, 'package.json', JSON.stringify(manifest));
}

async function write(root: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

describe('import rules', () => {
  let root: string;
  let violations: readonly Violation[];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'import-rules-'));
    await layOut(root);
    violations = (await cruise(root, ['src', 'sandbox', 'demo', 'playground', 'test/model'])).summary
      .violations;
  });

  afterAll(() => rm(root, { recursive: true }));

  /** The rules that a fixture's import breaks; cycles apart, since the fixtures import each other both ways. */
  function rulesBroken(from: string, to: string): readonly string[] {
    const name = to.replace(/^node:/, '');
    const isTarget = (found: string) =>
      isFile(to)
        ? posix.join(found) === to || posix.join(posix.dirname(from), found) === to
        : found.includes(name);
    return violations.filter((one) => one.from === from && isTarget(one.to)).map((one) => one.rule.name);
  }

  test.each(FORBIDDEN)('%s must not import %s', (from, to, rule) => {
    expect(rulesBroken(from, to)).toContain(rule);
  });

  test.each(ALLOWED)('%s may import %s', (from, to) => {
    expect(rulesBroken(from, to).filter((rule) => rule !== 'no-cycle')).toEqual([]);
  });

  test('every rule has a case', async () => {
    const rules = [...(await readFile(RULES, 'utf8')).matchAll(/(?:only\(\s*|name: )'([\w-]+)'/g)].map(
      ([, name]) => name,
    );
    expect(rules.length).toBeGreaterThan(20);
    expect(new Set(FORBIDDEN.map(([, , rule]) => rule))).toEqual(new Set(rules));
  });
});

test('the real source is read, with its imports', async () => {
  const { modules } = await cruise(REPOSITORY, ['src']);
  const read = modules.filter(({ source }) => source.startsWith('src/'));
  const ladder = modules.find(({ source }) => source === 'src/domain/ladder.ts');
  expect(read.length).toBeGreaterThan(50);
  expect(ladder?.dependencies.length).toBeGreaterThan(1);
});
