import type { Endpoint } from './endpoint.ts';
import { accessToken } from './endpoints/access-token.ts';
import { batchSend } from './endpoints/batch-send.ts';
import { departmentUsers, subDepartments, userByMobile, userDetails } from './endpoints/contacts.ts';
import { groupSend } from './endpoints/group-send.ts';
import { mediaUpload } from './endpoints/media-upload.ts';
import { openConnection } from './endpoints/open-connection.ts';
import { readStatus } from './endpoints/read-status.ts';
import { sendBySession } from './endpoints/send-by-session.ts';

/** By method and path. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(
  [
    accessToken,
    openConnection,
    batchSend,
    readStatus,
    groupSend,
    userByMobile,
    userDetails,
    departmentUsers,
    subDepartments,
    mediaUpload,
    sendBySession,
  ].map((endpoint) => [endpoint.name, endpoint]),
);
