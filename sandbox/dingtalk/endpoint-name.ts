/** What can be called; method and path. */
export type EndpointName =
  | 'POST /v1.0/oauth2/accessToken'
  | 'POST /v1.0/gateway/connections/open'
  | 'POST /v1.0/robot/oToMessages/batchSend'
  | 'GET /v1.0/robot/oToMessages/readStatus'
  | 'POST /v1.0/robot/groupMessages/send'
  | 'POST /topapi/v2/user/getbymobile'
  | 'POST /topapi/v2/user/get'
  | 'POST /topapi/v2/user/list'
  | 'POST /topapi/v2/department/listsub'
  | 'POST /media/upload'
  | 'POST /robot/sendBySession';

/** `api` refuses with a status, `oapi` inside a 200, and so do webhooks, which ask for no token. */
export type Family = 'api' | 'oapi' | 'webhook';

export function familyOf(name: EndpointName): Family {
  if (name.includes(' /v1.0/')) return 'api';
  return name.includes(' /robot/') ? 'webhook' : 'oapi';
}
