import { blocksValidate } from './methods/blocks-validate.ts';
import { chatPostEphemeral, chatPostMessage, chatUpdate } from './methods/chat.ts';
import { conversationsHistory, conversationsInfo, conversationsOpen } from './methods/conversations.ts';
import { filesCompleteUploadExternal, filesGetUploadUrlExternal } from './methods/files.ts';
import { appsConnectionsOpen, authTest } from './methods/sign-in.ts';
import { usergroupsUsersList } from './methods/usergroups.ts';
import { usersInfo, usersList, usersLookupByEmail } from './methods/users.ts';
import { viewsPublish } from './methods/views.ts';
import type { WebApiMethod } from './web-api-method.ts';

/** Every method this workspace answers; any other name is an `unknown_method`. */
export const WEB_API_METHODS: ReadonlyMap<string, WebApiMethod> = new Map(
  [
    appsConnectionsOpen,
    authTest,
    blocksValidate,
    chatPostEphemeral,
    chatPostMessage,
    chatUpdate,
    conversationsHistory,
    conversationsInfo,
    conversationsOpen,
    filesCompleteUploadExternal,
    filesGetUploadUrlExternal,
    usergroupsUsersList,
    usersInfo,
    usersList,
    usersLookupByEmail,
    viewsPublish,
  ].map((method) => [method.name, method]),
);
