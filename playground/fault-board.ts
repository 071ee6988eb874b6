import type { Stage } from '../demo/stage.ts';
import { FAULT_NAMES, type FaultName } from './acts.ts';

/** Whom each chat refuses when it is told to refuse somebody: the first whom the bot writes to there. */
const REFUSED_IN_SLACK = 'U0JANE';
const REFUSED_IN_DINGTALK = 'wangfang';

const ONE_IN_FIVE = 0.2;
const ONE_IN_TWO = 0.5;
const PATIENCE_SECONDS = 30;

/** Undoes what was switched on. */
type SwitchOff = () => void;

const SWITCHES: Readonly<Record<FaultName, (stage: Stage) => SwitchOff>> = {
  alibaba_throttles: ({ alibaba }) => {
    const fault = alibaba.faults.add({ kind: 'throttle', probability: ONE_IN_FIVE });
    return () => fault.remove();
  },
  slack_throttles: ({ slack }) => {
    slack.faults.add({
      kind: 'rate_limited',
      method: 'chat.postMessage',
      retryAfterSeconds: PATIENCE_SECONDS,
      probability: ONE_IN_TWO,
    });
    return () => slack.faults.clear();
  },
  slack_token_revoked: ({ slack }) => {
    slack.revokeToken();
    return () => slack.restoreToken();
  },
  slack_person_refused: ({ slack }) => {
    slack.deactivate(REFUSED_IN_SLACK);
    return () => slack.reactivate(REFUSED_IN_SLACK);
  },
  dingtalk_throttles: ({ dingtalk }) => {
    dingtalk.faults.add({
      kind: 'qps_403',
      endpoint: 'POST /v1.0/robot/oToMessages/batchSend',
      probability: ONE_IN_TWO,
    });
    return () => dingtalk.faults.clear();
  },
  dingtalk_secret_reset: ({ dingtalk }) => {
    dingtalk.revokeCredentials();
    return () => dingtalk.restoreCredentials();
  },
  dingtalk_person_refused: ({ dingtalk }) => {
    dingtalk.setRecipientOutcome(REFUSED_IN_DINGTALK, 'invalid');
    return () => dingtalk.setRecipientOutcome(REFUSED_IN_DINGTALK, 'delivered');
  },
};

/** What goes wrong on the stage at the moment. */
export class FaultBoard {
  readonly #stage: Stage;
  readonly #on = new Map<FaultName, SwitchOff>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  switch(fault: FaultName, isOn: boolean): void {
    if (isOn === this.#on.has(fault)) return;
    this.#on.get(fault)?.();
    if (isOn) this.#on.set(fault, SWITCHES[fault](this.#stage));
    else this.#on.delete(fault);
  }

  get state(): readonly { readonly name: FaultName; readonly isOn: boolean }[] {
    return FAULT_NAMES.map((name) => ({ name, isOn: this.#on.has(name) }));
  }
}
