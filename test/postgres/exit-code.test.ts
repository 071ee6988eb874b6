import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('who starts a server ends with an exit code of their own', () => {
  const server = join(import.meta.dirname, 'embedded-server.ts');
  const program = `const { startEmbeddedServer } = await import(${JSON.stringify(server)});
    await (await startEmbeddedServer()).stop();
    process.exitCode = 3;`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
});
