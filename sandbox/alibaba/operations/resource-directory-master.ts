import { ApiError, noPermission } from '../api-error.ts';
import { integerParameter, refuseParameters } from '../params.ts';
import type { ResourceDirectoryMember } from '../resource-directory.ts';
import type { Operation } from './operation.ts';

/**
 * ResourceDirectoryMaster 2022-04-19, paged by number.
 * https://www.alibabacloud.com/help/en/resource-management/resource-directory/developer-reference/api-resourcedirectorymaster-2022-04-19-listaccounts
 */
export const resourceDirectoryOperations: Readonly<Record<string, Operation>> = {
  ListAccounts: {
    callsPerSecond: 20,
    grant: ({ account }) => ({
      action: 'resourcemanager:ListAccounts',
      resource: `acs:resourcemanager::${account.accountId}:account/*`,
    }),
    run: ({ cloud, account, params }) => {
      refuseParameters(params, ['MaxResults', 'NextToken', 'QueryKeyword', 'Tag.']);
      const PageNumber = integerParameter(params, 'PageNumber', { min: 1, max: 1_000_000, default: 1 });
      const PageSize = integerParameter(params, 'PageSize', { min: 1, max: 100, default: 10 });
      const directory = cloud.resourceDirectory;
      if (!directory) throw noDirectory();
      if (directory.managementAccountId !== account.accountId) throw noPermission();
      const page = directory.members.slice((PageNumber - 1) * PageSize, PageNumber * PageSize);
      return {
        Accounts: { Account: page.map(memberAnswer) },
        TotalCount: directory.members.length,
        PageNumber,
        PageSize,
      };
    },
  },
};

function memberAnswer(member: ResourceDirectoryMember): Record<string, string> {
  return {
    AccountId: member.accountId,
    AccountName: `member-${member.accountId}@rd-sandbox.aliyunid.com`,
    DisplayName: member.displayName ?? member.accountId,
    FolderId: 'fd-sandbox00',
    JoinMethod: 'created',
    JoinTime: '2024-03-01T08:00:00.000Z',
    ModifyTime: '2024-03-01T08:00:00.000Z',
    ResourceDirectoryId: 'rd-sandbox',
    Status: member.status ?? 'CreateSuccess',
    Type: member.type ?? 'ResourceAccount',
  };
}

function noDirectory(): ApiError {
  return new ApiError({
    status: 404,
    code: 'EntityNotExists.ResourceDirectory',
    message:
      'The resource directory for the account is not enabled. We recommend that you first enable the resource directory for the account.',
  });
}
