import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/domain/command.ts';
import { isTakenIn, mayUse, PLACES, ROLES } from '../../src/domain/permission.ts';

const EVERYONES = ['me', 'later', 'not-needed', 'not-me', 'shared', 'away', 'help'];
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

  test('that somebody else is away says an admin, where others read it too', () => {
    const other = ['jane.doe', '2026-03-10'];
    expect(ROLES.filter((role) => mayUse(role, 'away', other))).toEqual(['admin']);
    expect(PLACES.filter((place) => isTakenIn(place, 'away', other))).toEqual([
      'private',
      'security_conversation',
    ]);
  });

  test('a higher role may do all that a lower one may', () => {
    for (const command of COMMAND_NAMES) {
      const may = ROLES.map((role) => mayUse(role, command));
      expect(may).toEqual(may.toSorted((a, b) => Number(a) - Number(b)));
    }
  });
});

const READ_BY_OTHERS = COMMAND_NAMES.filter((command) => command === 'help' || !EVERYONES.includes(command));

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
