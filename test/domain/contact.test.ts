import { expect, test } from 'vitest';
import { isSamePerson, type MemberKey } from '../../src/domain/contact.ts';

const slack = (memberId: string): MemberKey => ({ chat: 'slack', memberId });
const dingtalk = (memberId: string): MemberKey => ({ chat: 'dingtalk', memberId });

const ANN = [slack('UANN'), dingtalk('ann')];
/** Shared by two, known in one chat. */
const DEPLOY = [slack('UANN'), slack('UBEN')];

test.each([
  { case: 'the same member', one: slack('UANN'), other: slack('UANN'), contacts: [], same: true },
  {
    case: 'two chats, one RAM user',
    one: slack('UANN'),
    other: dingtalk('ann'),
    contacts: [ANN],
    same: true,
  },
  { case: 'the other way round', one: dingtalk('ann'), other: slack('UANN'), contacts: [ANN], same: true },
  {
    case: 'two chats, nothing in common',
    one: slack('UBEN'),
    other: dingtalk('ann'),
    contacts: [ANN],
    same: false,
  },
  { case: 'equal ids of two chats', one: slack('ann'), other: dingtalk('ann'), contacts: [], same: false },
  {
    case: 'two who share a RAM user',
    one: slack('UANN'),
    other: slack('UBEN'),
    contacts: [DEPLOY],
    same: false,
  },
])('one person: $case', ({ one, other, contacts, same }) => {
  expect(isSamePerson(one, other, contacts)).toBe(same);
});
