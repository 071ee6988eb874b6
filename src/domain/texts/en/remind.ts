import { bold, type Inline, type Text, text } from '../../message.ts';

/** Whoever an admin wants to be reminded. */
export const remind = {
  willBe: (user: string) => text`${user} is reminded`,
  willNotBe: (user: string) => text`${user} is not reminded`,
  goesOut: (who: Text, step: string, when: string) => text`${who} gets one more message (${step}), not before ${when}. It is checked once more right before, and deadlines stay as they are.`,
  tooSoon: (who: Text, when: string) => text`${bold('Not reminded:')} ${who} was written to less than a day ago, ${when}. Please wait until a day has passed.`,
  notTold: (who: Text) => text`${bold('Not reminded:')} ${who} was not told anything yet, so there is nothing to remind of. The first message goes out by itself.`,
  notToldUntil: (who: Text, when: string) => text`${bold('Not reminded:')} it is not known whether my message reached ${who}. The next one says everything and goes out by itself, ${when}.`,
  held: (who: Text, why: string) => text`${bold('Not reminded:')} ${who} is not written to now, because ${why}.`,
  noCase: (who: Text) => text`${bold('Not reminded:')} nothing is asked of ${who} at present.`,
  look: (typed: Inline) => text`How things stand: ${typed}.`,
};
