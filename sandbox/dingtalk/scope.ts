/** Permissions as the developer console names them; the last two let a field through. */
export type Scope =
  | 'qyapi_robot_sendmsg'
  | 'qyapi_get_member'
  | 'qyapi_get_member_by_mobile'
  | 'qyapi_get_department_member'
  | 'qyapi_get_department_list'
  | 'fieldMobile'
  | 'fieldEmail';
