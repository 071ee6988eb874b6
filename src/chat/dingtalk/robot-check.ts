import { type CheckLine, failed, ok, warning } from '../../domain/check-line.ts';
import type { WayOut } from '../../net/way-out.ts';
import { type Answer, getJson } from './http-exchange.ts';
import type { OpenPlatform } from './open-platform.ts';
import { SENDING_PERMISSION } from './permissions.ts';
import { isMissingPermission, refusal } from './refusal.ts';

const WHAT = 'DingTalk robot';
const ROBOT_ADVICE =
  'open-dev.dingtalk.com › the app › Robot (机器人) › RobotCode: copy it into DINGTALK_ROBOT_CODE; robot and app must be published';
const SCOPE_ADVICE = `open-dev.dingtalk.com › the app › Permission management (权限管理): apply for ${SENDING_PERMISSION}, then publish a version`;

/** No message has it. */
const NO_MESSAGE = 'none';

export interface RobotCheckDeps {
  readonly platform: OpenPlatform;
  readonly apiUrl: string;
  readonly robotCode: string;
  readonly wayOut: WayOut;
}

/**
 * May this robot send? Asked by whether a message was read that there is not: that takes the same permission and robot
 * code, says nothing to anybody, and costs one of the month's calls.
 * https://open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages
 */
export async function checkRobot(deps: RobotCheckDeps, signal: AbortSignal): Promise<CheckLine> {
  const answer = await askReadStatus(deps, signal);
  if (answer.status === 200) return ok(WHAT, `${deps.robotCode} may send`);
  const failure = refusal(answer, 'person');
  if (isMissingPermission(failure)) return failed(WHAT, failure.message.replace(/\.$/, ''), SCOPE_ADVICE);
  if (/robotCode|chatbotId/i.test(failure.code))
    return failed(WHAT, `DingTalk does not know ${deps.robotCode} (${failure.code})`, ROBOT_ADVICE);
  // What it complains about is the message, so the robot is fine.
  if (/processQueryKey/i.test(failure.code)) return ok(WHAT, `${deps.robotCode} may send`);
  if (failure.reason !== 'message_rejected' && failure.reason !== 'refused') throw failure;
  return warning(WHAT, `cannot be tried without sending (${failure.code})`, ROBOT_ADVICE);
}

async function askReadStatus(
  { platform, apiUrl, robotCode, wayOut }: RobotCheckDeps,
  signal: AbortSignal,
): Promise<Answer> {
  const query = new URLSearchParams({ robotCode, processQueryKey: NO_MESSAGE });
  const headers = { 'x-acs-dingtalk-access-token': await platform.token.get(signal) };
  return getJson(wayOut, { url: `${apiUrl}/v1.0/robot/oToMessages/readStatus?${query}`, headers }, signal);
}
