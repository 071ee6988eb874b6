/** To say something. */
export const SENDING_PERMISSION = 'qyapi_robot_sendmsg';
/** To see whether somebody is active, and who the manager is. */
export const MEMBER_PERMISSION = 'qyapi_get_member';
export const MOBILE_PERMISSION = 'qyapi_get_member_by_mobile';

/** What the app must be granted. */
export const PERMISSIONS = [SENDING_PERMISSION, MEMBER_PERMISSION, MOBILE_PERMISSION] as const;

export const EMAIL_FIELD_PERMISSION = 'fieldEmail';

/** Only to find people by their addresses. */
export const ADDRESS_PERMISSIONS = [
  'qyapi_get_department_member',
  'qyapi_get_department_list',
  EMAIL_FIELD_PERMISSION,
] as const;
