import { describe, expect, test } from 'vitest';
import { mayUse, ROLES } from '../../src/domain/permission.ts';
import { COMMAND_NAMES } from '../../src/domain/texts/catalogue.ts';

const EVERYONES = ['me', 'help'];
const VIEWERS = [...EVERYONES, 'status', 'history'];

describe('who may use what', () => {
  test.each([
    { role: 'everyone', commands: EVERYONES },
    { role: 'viewer', commands: VIEWERS },
    { role: 'admin', commands: [...COMMAND_NAMES] },
  ] as const)('$role', ({ role, commands }) => {
    const usable = COMMAND_NAMES.filter((command) => mayUse(role, command));
    expect(usable.toSorted()).toEqual([...commands].toSorted());
  });

  test('a higher role may do all that a lower one may', () => {
    for (const command of COMMAND_NAMES) {
      const may = ROLES.map((role) => mayUse(role, command));
      expect(may).toEqual(may.toSorted((a, b) => Number(a) - Number(b)));
    }
  });
});
