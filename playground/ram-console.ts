import type { Stage } from '../demo/stage.ts';
import type { Act, Device } from './acts.ts';

type UserState = ReturnType<ReturnType<Stage['alibaba']['account']>['user']>;
type RamUser = Pick<Extract<Act, { kind: 'remove_devices' }>, 'accountId' | 'userName'>;

const SECOND_MS = 1000;

/** What a RAM user does under *Security Information* in the console. */
export function bindDevice(stage: Stage, { device, ...user }: RamUser & { readonly device: Device }): void {
  const state = userState(stage, user);
  switch (device) {
    case 'virtual':
      state.mfaDevice = { type: 'VMFA', activateDate: vendorDate(stage) };
      return;
    case 'security_key':
      state.mfaDevice = { type: 'U2F', activateDate: vendorDate(stage) };
      return;
    case 'passkey': {
      const createDate = String(Math.floor(stage.clock.now() / SECOND_MS));
      state.passkeys = [{ passkeyId: `pk-${user.userName}`, passkeyName: 'laptop', createDate }];
      return;
    }
    default:
      device satisfies never;
  }
}

export function removeDevices(stage: Stage, user: RamUser): void {
  const state = userState(stage, user);
  state.mfaDevice = null;
  state.passkeys = [];
}

function userState({ alibaba }: Stage, { accountId, userName }: RamUser): UserState {
  return alibaba.account(accountId).user(userName);
}

/** As Alibaba Cloud writes instants: without fractions. */
function vendorDate({ clock }: Stage): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+/, '');
}
