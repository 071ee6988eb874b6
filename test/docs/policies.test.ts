import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directoryPolicy, enforcerPolicy, readerPolicy, witnessPolicy } from '../../src/alibaba/index.ts';
import { accountId } from '../../src/domain/ram-user.ts';

const PAGE = join(import.meta.dirname, '../../docs/security.md');
const EXAMPLE_ACCOUNT = accountId('1234567890123456');
const PROTECTED_NAMES = ['ram-mfa-bot', 'ram-mfa-bot-enforcer', 'break-glass'];

const POLICIES = {
  reader: readerPolicy(),
  witness: witnessPolicy(),
  enforcer: enforcerPolicy(EXAMPLE_ACCOUNT, PROTECTED_NAMES),
  directory: directoryPolicy('ram-mfa-bot'),
};

/** Replaces what stands behind each mark by the policy as the code makes it; `--update` writes it. */
test('the policies to paste are the ones the code needs', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const renewed = Object.entries(POLICIES).reduce((text, [name, policy]) => {
    const mark = new RegExp(`(<!-- ${name} policy -->\n)(\n\`\`\`json\n[^\`]*\`\`\`\n)?`);
    expect(text).toMatch(mark);
    return text.replace(mark, `$1\n\`\`\`json\n${JSON.stringify(policy, null, 2)}\n\`\`\`\n`);
  }, page);
  await expect(renewed).toMatchFileSnapshot(PAGE);
});
