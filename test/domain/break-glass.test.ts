import { describe, expect, test } from 'vitest';
import { type BreakGlassName, checkBreakGlass, isBreakGlass } from '../../src/domain/break-glass.ts';
import { accountId } from '../../src/domain/ram-user.ts';

const CORP = { accountId: accountId('1000000000000001'), alias: 'corp' };
const LABS = { accountId: accountId('1000000000000002'), alias: 'labs' };
const BARE = { accountId: accountId('1000000000000003'), alias: null };
const ACCOUNTS = [CORP, LABS, BARE];
const USERS = [
  { ...CORP, userName: 'emergency' },
  { ...CORP, userName: 'jane.doe' },
  { ...LABS, userName: 'emergency' },
  { ...BARE, userName: 'spare' },
];

/** `emergency@corp` as the configuration reads it. */
function named(name: string): BreakGlassName {
  const [userName = '', alias = null] = name.split('@');
  return { userName, alias };
}

describe('a break-glass user', () => {
  test.each([
    { user: 'emergency', of: CORP, names: ['emergency'], is: true },
    { user: 'emergency', of: LABS, names: ['emergency'], is: true },
    { user: 'Emergency', of: CORP, names: ['emergency'], is: true },
    { user: 'emergency', of: CORP, names: ['emergency@corp'], is: true },
    { user: 'emergency', of: CORP, names: ['emergency@CORP'], is: true },
    { user: 'emergency', of: LABS, names: ['emergency@corp'], is: false },
    { user: 'emergency', of: BARE, names: ['emergency@corp'], is: false },
    { user: 'spare', of: BARE, names: ['spare@1000000000000003'], is: true },
    { user: 'spare', of: BARE, names: ['spare@1000000000000001'], is: false },
    { user: 'emergency2', of: CORP, names: ['emergency'], is: false },
    { user: 'jane.doe', of: CORP, names: ['emergency', 'jane.doe'], is: true },
    { user: 'jane.doe', of: CORP, names: [], is: false },
  ])('$user of $of.alias by $names: $is', ({ user, of, names, is }) => {
    expect(isBreakGlass({ ...of, userName: user }, names.map(named))).toBe(is);
  });
});

describe('a name that names nobody', () => {
  const rows: readonly { names: string[]; notFound: string[]; blocks: string[] }[] = [
    { names: ['emergency', 'spare'], notFound: [], blocks: [] },
    { names: ['emergency@corp', 'emergency@labs'], notFound: [], blocks: [] },
    // It could be meant for any account.
    { names: ['emergancy'], notFound: ['emergancy'], blocks: ['corp', 'labs', 'bare'] },
    { names: ['spare@corp'], notFound: ['spare@corp'], blocks: ['corp'] },
    { names: ['emergency@1000000000000003'], notFound: ['emergency@1000000000000003'], blocks: ['bare'] },
    // No account of that alias is known: which one it is meant for is not known either.
    { names: ['emergency@crop'], notFound: ['emergency@crop'], blocks: ['corp', 'labs', 'bare'] },
    { names: ['emergency', 'spare@labs'], notFound: ['spare@labs'], blocks: ['labs'] },
    { names: [], notFound: [], blocks: [] },
  ];
  test.each(rows)(
    '$names: not found $notFound, nothing is enforced in $blocks',
    ({ names, notFound, blocks }) => {
      const check = checkBreakGlass(names.map(named), ACCOUNTS, USERS);
      const blocked = ACCOUNTS.filter((account) => check.blocks(account.accountId));
      expect(check.notFound).toEqual(notFound);
      expect(blocked.map(({ alias }) => alias ?? 'bare')).toEqual(blocks);
    },
  );
});
