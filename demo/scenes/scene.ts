import type { MfaDevice } from '../../sandbox/alibaba/account-seed.ts';
import type { SeenMessage } from '../hands.ts';
import type { Narrator } from '../narrator.ts';
import { CORP_ID } from '../people.ts';
import type { Stage } from '../stage.ts';

/** Something happens on the stage, and it is told. */
export type Scene = (stage: Stage, narrator: Narrator) => Promise<void>;

/** What somebody does in the RAM console. */
export function bindDevice(
  stage: Stage,
  userName: string,
  { device = { type: 'VMFA' }, accountId = CORP_ID }: { device?: MfaDevice; accountId?: string } = {},
): void {
  stage.alibaba.account(accountId).user(userName).mfaDevice = device;
}

/** @throws {Error} when there is none: the story cannot go on */
export function last(messages: readonly SeenMessage[]): SeenMessage {
  return present(messages.at(-1));
}

export function present(message: SeenMessage | undefined): SeenMessage {
  if (message === undefined) throw new Error('A message that the story tells of did not come');
  return message;
}

type RecordedRequest = Stage['alibaba']['requests']['entries'][number];

/** A request to Alibaba Cloud in one line, as the sandbox recorded it. */
export function requestLine({ action, params, caller, status, code }: RecordedRequest): string {
  const parameters = Object.entries(params).map(([name, value]) => `${name}=${spaced(value)}`);
  return `${action} ${parameters.join(' ')} (as ${caller}) → ${status}${code === null ? '' : ` ${code}`}`;
}

/** Policies are JSON without a space to break a line at. */
function spaced(value: string): string {
  return value.startsWith('{') ? value.replaceAll(',', ', ').replaceAll(':[', ': [') : value;
}
