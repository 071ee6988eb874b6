import type { SandboxedChat } from '../../demo/stage.ts';
import { disturbedDays, FAULTS, isSound, labelOf, quietDays } from './fault-loop.ts';

const CHATS = ['slack', 'dingtalk'] as const satisfies readonly SandboxedChat[];

/** Each failure of each class, numbered through both chats: the number `from`, and from there each `step`-th. Prints what did not go as it should. */
export async function failEveryCall({ step, from }: { readonly step: number; readonly from: number }) {
  let next = from;
  let number = 0;
  let wrong = 0;
  for (const chat of CHATS) {
    const { outcome, counts } = await quietDays(chat);
    for (const fault of faultsOf(chat)) {
      const sums = { tried: 0, unknown: 0, wrong: 0 };
      for (let at = 1; at <= counts[fault.in]; at += 1, number += 1) {
        if (number !== next) continue;
        next += step;
        const found = await disturbedDays(chat, outcome, { fault, at });
        sums.tried += 1;
        sums.unknown += found.unknown;
        if (isSound(found)) continue;
        sums.wrong += 1;
        process.stdout.write(`${number}, ${labelOf(fault)} at ${at}: ${JSON.stringify(found)}\n`);
      }
      process.stdout.write(`… ${number}, ${chat}, ${labelOf(fault)}: ${JSON.stringify(sums)}\n`);
      wrong += sums.wrong;
    }
  }
  return wrong === 0 ? 0 : 1;
}

const faultsOf = (chat: SandboxedChat) =>
  FAULTS.filter((fault) => fault.in === chat || (chat === 'slack' && fault.in !== 'dingtalk'));
