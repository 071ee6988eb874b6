import { ApiError } from '../api-error.ts';
import { actionTrailOperations } from './action-trail.ts';
import { deniedOperations } from './denied-operations.ts';
import { imsUserOperations } from './ims.ts';
import { imsAccountOperations } from './ims-account.ts';
import type { Operation } from './operation.ts';
import { ramOperations } from './ram.ts';
import { ramRightsOperations } from './ram-rights.ts';
import { resourceDirectoryOperations } from './resource-directory-master.ts';
import { stsOperations } from './sts.ts';

const OPERATIONS_BY_VERSION: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '2015-05-01': { ...deniedOperations, ...ramOperations, ...ramRightsOperations },
  '2019-08-15': { ...deniedOperations, ...imsUserOperations, ...imsAccountOperations },
  '2015-04-01': stsOperations,
  '2022-04-19': resourceDirectoryOperations,
  '2020-07-06': actionTrailOperations,
};

/** The product is known by its version. @throws {ApiError} */
export function findOperation(version: string, action: string): Operation {
  const operations = OPERATIONS_BY_VERSION[version];
  if (!operations) {
    throw new ApiError({
      status: 400,
      code: 'InvalidVersion',
      message: 'Specified parameter Version is not valid.',
    });
  }
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (operation) return operation;
  throw new ApiError({
    status: 404,
    code: 'InvalidAction.NotFound',
    message: 'Specified api is not found, please check your url and method.',
  });
}
