import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/domain/command.ts';
import { isTakenIn, mayUse, PLACES, ROLES } from '../../src/domain/permission.ts';

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

const READ_BY_OTHERS = COMMAND_NAMES.filter((command) => command !== 'me');

describe('where a command is taken', () => {
  test.each([
    { place: 'private', commands: [...COMMAND_NAMES] },
    // Others read the answer there, so nobody's own state is shown.
    { place: 'security_conversation', commands: READ_BY_OTHERS },
    { place: 'other_group', commands: ['help', 'here'] },
  ] as const)('$place', ({ place, commands }) => {
    const taken = COMMAND_NAMES.filter((command) => isTakenIn(place, command));
    expect(taken.toSorted()).toEqual([...commands].toSorted());
  });

  test('help is answered everywhere', () => {
    expect(PLACES.every((place) => isTakenIn(place, 'help'))).toBe(true);
  });
});
