import { badRequest } from '../dingtalk-error.ts';
import type { Organisation } from '../organisation.ts';

/** @throws {OpenApiError} */
export function requireRobotCode(organisation: Organisation, robotCode: unknown): void {
  if (robotCode === undefined || robotCode === '') {
    throw badRequest('invalidParameter.robotCode.empty', '机器人robotCode为空');
  }
  if (robotCode !== organisation.app.robotCode) {
    // Spelt like this by the vendor.
    throw badRequest('invalidParameter.robotCode.notExsit', '机器人不存在');
  }
}
