import { describe, expect, it } from 'vitest';
import { ACCOUNT_ID, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, refusal } from './sdk-clients.ts';

function memberIds(count: number): readonly { accountId: string }[] {
  return Array.from({ length: count }, (_, index) => ({ accountId: String(3_000_000_000_000_000 + index) }));
}

describe('ResourceDirectoryMaster ListAccounts', () => {
  it('pages by number, 10 a page unless asked for more', async () => {
    const resourceDirectory = { managementAccountId: ACCOUNT_ID, members: memberIds(130) };
    const { url } = await startSandbox({ resourceDirectory });
    const call = genericCaller(url, READER);
    const first = await call('resource-directory', 'ListAccounts');
    expect(first).toMatchObject({ TotalCount: 130, PageNumber: 1, PageSize: 10 });
    expect(first.Accounts.Account).toHaveLength(10);
    const pages = await Promise.all(
      ['1', '2', '3'].map((PageNumber) =>
        call('resource-directory', 'ListAccounts', { PageNumber, PageSize: '100' }),
      ),
    );
    const ids = pages.flatMap((page) => page.Accounts.Account).map((account) => account.AccountId);
    expect(pages.map((page) => page.Accounts.Account.length)).toEqual([100, 30, 0]);
    expect(ids).toEqual(resourceDirectory.members.map((member) => member.accountId));
  });

  it('shows members that joined since', async () => {
    const sandbox = await startSandbox({
      resourceDirectory: { managementAccountId: ACCOUNT_ID, members: memberIds(1) },
    });
    if (sandbox.resourceDirectory) sandbox.resourceDirectory.members = memberIds(2);
    const answer = await genericCaller(sandbox.url, READER)('resource-directory', 'ListAccounts');
    expect(answer.TotalCount).toBe(2);
  });

  it.each([{ PageSize: '101' }, { PageSize: '0' }, { PageNumber: '0' }] as Record<string, string>[])(
    'refuses %j',
    async (query) => {
      const resourceDirectory = { managementAccountId: ACCOUNT_ID, members: [] };
      const { url } = await startSandbox({ resourceDirectory });
      const asked = genericCaller(url, READER)('resource-directory', 'ListAccounts', query);
      expect((await refusal(asked)).code).toBe(`InvalidParameter.${Object.keys(query)[0]}`);
    },
  );

  it('is not for other accounts than the management account', async () => {
    const resourceDirectory = { managementAccountId: '5555555555555555', members: [] };
    const { url } = await startSandbox({ resourceDirectory });
    const asked = genericCaller(url, READER)('resource-directory', 'ListAccounts');
    expect(await refusal(asked)).toMatchObject({ code: 'NoPermission', statusCode: 403 });
  });

  it('says so when there is none', async () => {
    const { url } = await startSandbox();
    const asked = genericCaller(url, READER)('resource-directory', 'ListAccounts');
    expect(await refusal(asked)).toMatchObject({
      code: 'EntityNotExists.ResourceDirectory',
      statusCode: 404,
    });
  });
});
