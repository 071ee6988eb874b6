import type { AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import type { SlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { ACCOUNT, memberOf, userNameOf, userOf } from './company.ts';

const WITHOUT_DEVICE = 0.05;
const ENROLS_TODAY = 0.15;
/** Of all: who comes, who goes, whose telephone is lost. */
const CHANGE_A_DAY = 0.002;
const PHONE = { type: 'VMFA' } as const;

interface Surroundings {
  readonly company: { readonly alibaba: AlibabaSandbox };
  readonly slack: SlackSandbox;
  readonly random: () => number;
}

/** A company that stays as large as it is while its people change. */
export class Turnover {
  readonly #around: Surroundings;
  #present: string[] = [];
  #came = 0;

  constructor(around: Surroundings, people: number) {
    this.#around = around;
    for (let index = 0; index < people; index += 1) this.#come(around.random() >= WITHOUT_DEVICE);
  }

  aDay(): void {
    const { random } = this.#around;
    for (const memberId of this.#withoutDevice())
      if (random() < ENROLS_TODAY) this.#user(memberId).mfaDevice = PHONE;
    const changes = Math.max(1, Math.round(this.#present.length * CHANGE_A_DAY));
    for (let change = 0; change < changes; change += 1) {
      this.#go(this.anybody());
      this.#come(false);
      this.#user(this.anybody()).mfaDevice = null;
    }
  }

  anybody(): string {
    const index = Math.floor(this.#around.random() * this.#present.length);
    return this.#present[index] as string;
  }

  anybodysName(): string {
    return userNameOf(this.anybody());
  }

  figures(): { readonly people: number; readonly withoutDevice: number } {
    return { people: this.#present.length, withoutDevice: this.#withoutDevice().length };
  }

  #withoutDevice(): readonly string[] {
    return this.#present.filter((memberId) => this.#user(memberId).mfaDevice === null);
  }

  #user(memberId: string) {
    return this.#around.company.alibaba.account(ACCOUNT).user(userNameOf(memberId));
  }

  #come(hasDevice: boolean): void {
    this.#came += 1;
    const memberId = `U0P${this.#came}`;
    this.#around.slack.addMember(memberOf(memberId));
    const mfaDevice = hasDevice ? PHONE : null;
    this.#around.company.alibaba.account(ACCOUNT).addUser({ ...userOf('slack', memberId), mfaDevice });
    this.#present.push(memberId);
  }

  #go(memberId: string): void {
    this.#around.company.alibaba.account(ACCOUNT).deleteUser(userNameOf(memberId));
    this.#around.slack.deactivate(memberId);
    this.#present = this.#present.filter((one) => one !== memberId);
  }
}
