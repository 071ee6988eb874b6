import { OapiError } from '../dingtalk-error.ts';
import { type CallContext, type Endpoint, oapiAnswer } from '../endpoint.ts';
import { type Fields, formOrJsonFields } from '../incoming-call.ts';
import { findColleague, type Member } from '../organisation.ts';

const ROOT_DEPARTMENT = 1;
const PAGE_MAX = 100;

// Mainland numbers stand alone, others behind their country's code.
const MOBILE = /^(?:1\d{10}|\+\d{1,4}-\d{4,14})$/;

const contactEndpoint = { needsToken: true, isMetered: false } as const;

/** https://open.dingtalk.com/document/development/query-users-by-phone-number */
export const userByMobile: Endpoint = {
  ...contactEndpoint,
  name: 'POST /topapi/v2/user/getbymobile',
  scope: 'qyapi_get_member_by_mobile',
  handle(context, call) {
    const mobile = requiredText(formOrJsonFields(call), 'mobile');
    if (!MOBILE.test(mobile)) throw new OapiError(40_104, '企业中无效的手机号');
    const { organisation } = context;
    const member = [...organisation.members.values()].find((one) => one.mobile === mobile);
    const colleague = member === undefined ? null : findColleague(organisation, member.userId);
    if (colleague === null) throw new OapiError(60_121, '找不到该用户');
    return oapiAnswer(context, { userid: visible(colleague).userId });
  },
};

/** https://open.dingtalk.com/document/development/query-user-details */
export const userDetails: Endpoint = {
  ...contactEndpoint,
  name: 'POST /topapi/v2/user/get',
  scope: 'qyapi_get_member',
  handle(context, call) {
    const userId = requiredText(formOrJsonFields(call), 'userid');
    const colleague = findColleague(context.organisation, userId);
    if (colleague === null) throw new OapiError(33_012, '无效的USERID');
    const { managerUserId, orgEmail } = visible(colleague);
    return oapiAnswer(context, {
      ...commonDetails(context, colleague),
      ...(managerUserId === null ? {} : { manager_userid: managerUserId }),
      ...(orgEmail === undefined ? {} : { org_email: orgEmail }),
    });
  },
};

/** https://open.dingtalk.com/document/development/queries-the-complete-information-of-a-department-user */
export const departmentUsers: Endpoint = {
  ...contactEndpoint,
  name: 'POST /topapi/v2/user/list',
  scope: 'qyapi_get_department_member',
  handle(context, call) {
    const fields = formOrJsonFields(call);
    const departmentId = requiredNumber(fields, 'dept_id');
    const cursor = requiredNumber(fields, 'cursor');
    const size = requiredNumber(fields, 'size');
    const { organisation } = context;
    if (size < 1 || size > PAGE_MAX || cursor < 0) throw new OapiError(40_035, '不合法的参数');
    if (!organisation.departments.has(departmentId)) throw new OapiError(60_003, '部门不存在');
    const all = [...organisation.members.values()].filter(
      (member) =>
        member.departmentIds.includes(departmentId) &&
        member.isOutside !== true &&
        member.isVisible !== false,
    );
    const hasMore = cursor + size < all.length;
    const list = all.slice(cursor, cursor + size).map((member) => ({
      ...commonDetails(context, member),
      ...(member.orgEmail !== undefined && has(context, 'fieldEmail') ? { org_email: member.orgEmail } : {}),
    }));
    return oapiAnswer(context, {
      has_more: hasMore,
      ...(hasMore ? { next_cursor: cursor + size } : {}),
      list,
    });
  },
};

/** https://open.dingtalk.com/document/development/user-management-acquires-the-list-departments */
export const subDepartments: Endpoint = {
  ...contactEndpoint,
  name: 'POST /topapi/v2/department/listsub',
  scope: 'qyapi_get_department_list',
  handle(context, call) {
    const fields = formOrJsonFields(call);
    const parentId = fields.dept_id === undefined ? ROOT_DEPARTMENT : requiredNumber(fields, 'dept_id');
    const { departments } = context.organisation;
    if (!departments.has(parentId)) throw new OapiError(60_003, '部门不存在');
    const below = [...departments.values()].filter((department) => department.parentId === parentId);
    return oapiAnswer(
      context,
      below.map(({ id, name }) => ({
        auto_add_user: true,
        create_dept_group: true,
        dept_id: id,
        name,
        parent_id: parentId,
      })),
    );
  },
};

function has({ organisation }: CallContext, scope: 'fieldMobile' | 'fieldEmail'): boolean {
  return organisation.app.scopes.includes(scope);
}

/** Fields without a value or a permission are left out. */
function commonDetails(context: CallContext, member: Member): Fields {
  const { userId, name, mobile, email, departmentIds, active = true, isAdmin = false } = member;
  return {
    userid: userId,
    unionid: `union-${userId}`,
    name,
    ...(mobile !== null && has(context, 'fieldMobile') ? { mobile, state_code: '86' } : {}),
    ...(email !== null && has(context, 'fieldEmail') ? { email } : {}),
    hide_mobile: false,
    dept_id_list: departmentIds,
    active,
    admin: isAdmin,
    boss: false,
    exclusive_account: false,
  };
}

/** @throws {OapiError} when the app was given a range without this person */
function visible(member: Member): Member {
  if (member.isVisible === false) throw new OapiError(50_002, '企业员工不在授权范围');
  return member;
}

function requiredText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new OapiError(400_002, `无效的参数: ${name}`);
  return value;
}

function requiredNumber(fields: Fields, name: string): number {
  const value = fields[name];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw new OapiError(400_002, `无效的参数: ${name}`);
  }
  return number;
}
