import { DeliveryError } from '../delivery-error.ts';
import { isJsonObject } from '../transport/json.ts';
import type { PatientRead } from '../transport/patient-read.ts';
import { type Member, memberOf } from './member.ts';
import type { OpenPlatform } from './open-platform.ts';

/** https://open.dingtalk.com/document/development/queries-the-complete-information-of-a-department-user */
const USER_LIST = '/topapi/v2/user/list';
const PAGE_SIZE = 100;
const PAGES_MAX = 1000;
/** https://open.dingtalk.com/document/development/user-management-acquires-the-list-departments */
const DEPARTMENT_LIST = '/topapi/v2/department/listsub';
const ROOT_DEPARTMENT = 1;
const DEPARTMENTS_MAX = 20_000;

export interface DirectoryReader {
  readonly platform: OpenPlatform;
  readonly readPatiently: PatientRead;
}

/** Everybody in the organisation by userId, department by department: there is no other list. @throws {DeliveryError} */
export async function listMembers(
  reader: DirectoryReader,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Member>> {
  const members = new Map<string, Member>();
  const departments = new Set([ROOT_DEPARTMENT]);
  // A set is walked to its end also while it grows, and takes a department that comes again once.
  for (const departmentId of departments) {
    for (const member of await departmentMembers(reader, departmentId, signal))
      members.set(member.userId, member);
    for (const below of await subDepartments(reader, departmentId, signal)) departments.add(below);
    if (departments.size > DEPARTMENTS_MAX) throw unreadable('too_many_departments');
  }
  return members;
}

async function departmentMembers(
  { platform, readPatiently }: DirectoryReader,
  departmentId: number,
  signal: AbortSignal,
): Promise<readonly Member[]> {
  const members = new Map<string, Member>();
  let cursor = 0;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const body = { dept_id: departmentId, cursor, size: PAGE_SIZE };
    const result = await readPatiently(() => platform.ask(USER_LIST, body, signal), signal);
    if (!isJsonObject(result) || !Array.isArray(result.list)) throw unreadable('no_list');
    const before = members.size;
    const listed = result.list.map(memberOf).filter((member) => member !== null);
    for (const member of listed) members.set(member.userId, member);
    if (result.has_more !== true) return [...members.values()];
    const isAgain = listed.length > 0 && members.size === before;
    if (typeof result.next_cursor !== 'number' || result.next_cursor <= cursor || isAgain)
      throw unreadable('cursor_repeated');
    cursor = result.next_cursor;
  }
  throw unreadable('too_many_pages');
}

async function subDepartments(
  { platform, readPatiently }: DirectoryReader,
  departmentId: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const result = await readPatiently(
    () => platform.ask(DEPARTMENT_LIST, { dept_id: departmentId }, signal),
    signal,
  );
  if (!Array.isArray(result)) throw unreadable('no_departments');
  return result
    .map((department: unknown) => (isJsonObject(department) ? department.dept_id : null))
    .filter((id) => typeof id === 'number');
}

function unreadable(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'The list of DingTalk members could not be read to its end.',
  });
}
