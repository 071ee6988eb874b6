import { ERASE_REFUSALS } from '../../../src/domain/erasure.ts';
import { DEADLINE, type Sample, user } from './samples.ts';

const JANE_SPEAKS = { chat: 'slack', memberId: 'U0JANE', displayName: 'Jane Doe' } as const;

/** Who is behind a RAM user. */
export const contactSamples: readonly Sample[] = [
  {
    from: 'reply.notYours',
    title: 'somebody else’s user',
    of: (texts) => texts.reply.notYours({ typed: 'li.lei' }),
  },
  { from: 'reply.notMe', title: 'noted', of: (texts) => texts.reply.notMe({ user: user('jane.doe') }) },
  { from: 'reply.shared', title: 'noted', of: (texts) => texts.reply.shared({ user: user('jane.doe') }) },
  {
    from: 'reply.linked',
    title: 'to somebody',
    of: (texts) =>
      texts.reply.linked({
        user: user('jane.doe'),
        people: [{ memberId: 'U0JANE', displayName: 'Jane Doe' }],
        awayUntil: null,
      }),
  },
  {
    from: 'reply.linked',
    title: 'to somebody, of a user who is away by an admin’s word',
    of: (texts) =>
      texts.reply.linked({
        user: user('jane.doe'),
        people: [{ memberId: 'U0JANE', displayName: 'Jane Doe' }],
        awayUntil: DEADLINE,
      }),
  },
  {
    from: 'reply.linked',
    title: 'to several',
    of: (texts) =>
      texts.reply.linked({
        user: user('jane.doe'),
        people: [
          { memberId: 'U0JANE', displayName: 'Jane Doe' },
          { memberId: 'U0LI', displayName: 'Bob Stone' },
        ],
        awayUntil: null,
      }),
  },
  {
    from: 'reply.linked',
    title: 'to nobody',
    of: (texts) => texts.reply.linked({ user: user('jane.doe'), people: [], awayUntil: null }),
  },
  ...(
    [
      ['nobody there', { kind: 'none' }],
      ['deactivated', { kind: 'deactivated' }],
      ['not there yet', { kind: 'not_joined' }],
      ['several', { kind: 'ambiguous' }],
      ['could not be asked', { kind: 'unreadable', code: 'ratelimited' }],
    ] as const
  ).map(
    ([title, why]): Sample => ({
      from: 'reply.personNotFound',
      title,
      of: (texts) => texts.reply.personNotFound({ typed: 'U0GONE', chat: 'dingtalk', why }),
    }),
  ),
  ...[['jane.doe'], []].map(
    (names): Sample => ({
      from: 'reply.erasePreview',
      title: names.length === 0 ? 'no user of theirs' : 'with their users',
      of: (texts) =>
        texts.reply.erasePreview({
          ...{ chat: 'slack', memberId: 'U0JANE', users: names.map((name) => user(name)) },
          confirmation: { code: 'K7MQ2X', validMinutes: 5 },
        }),
    }),
  ),
  ...[['jane.doe'], []].map(
    (names): Sample => ({
      from: 'reply.erased',
      title: names.length === 0 ? 'no user of theirs' : 'with their users',
      of: (texts) => texts.reply.erased({ users: names.map((name) => user(name)) }),
    }),
  ),
  ...ERASE_REFUSALS.map(
    (reason): Sample => ({
      from: 'reply.eraseRefused',
      title: reason,
      of: (texts) => texts.reply.eraseRefused({ reason, typed: 'U0JANE' }),
    }),
  ),
  {
    from: 'admin.disputed',
    title: 'nobody is told until it is settled',
    of: (texts) => texts.admin.disputed({ user: user('jane.doe'), by: JANE_SPEAKS, isSuspended: true }),
  },
  {
    from: 'admin.disputed',
    title: 'others share it',
    of: (texts) => texts.admin.disputed({ user: user('jane.doe'), by: JANE_SPEAKS, isSuspended: false }),
  },
  {
    from: 'admin.shared',
    title: 'who said so, and what settles it',
    of: (texts) => texts.admin.shared({ user: user('jane.doe'), by: JANE_SPEAKS }),
  },
];
