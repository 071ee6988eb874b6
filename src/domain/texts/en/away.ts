import { type Inline, text } from '../../message.ts';

/** Who is on leave is not written to. */
export const away = {
  tooFar: {
    own: 'By your own word you are away for at most 30 days in all. Please give an earlier day; an admin can allow more.',
    admin: 'An admin can mark somebody as away for at most 90 days in all. Please give an earlier day.',
  },
  summary: 'Marked as away',
  until: (user: Inline, until: string) => text`No messages about ${user} until ${until}. What is due moves by as many days.`,
  shorter: {
    own: 'That is all that is left of 30 days; an admin can allow more.',
    admin: 'That is all that is left of 90 days.',
  },
  notMarked: 'Not marked as away',
  sayItIn: (user: Inline, chat: string) => text`Several people share ${user} and are written to in ${chat}. I cannot tell which of them you are here, so please say it there. Messages about this user go on.`,
  noneLeftSummary: 'No days are left',
  noneLeft: {
    own: (user: Inline) => text`The 30 days for ${user} are used up, so messages go on. An admin can allow more.`,
    admin: (user: Inline) => text`The 90 days for ${user} are used up, so messages go on.`,
  },
  undo: (typed: Inline) => text`Back earlier? ${typed}.`,
  backButton: 'I am back',
  backSummary: 'No longer marked as away',
  back: (user: Inline) => text`Messages about ${user} go on in working hours.`,
  daysBack: 'What was due has moved by the days away.',
  notAway: 'Nobody is marked as away here. Nothing was changed.',
  inMe: 'While you are away you get no messages, and nothing counts against you.',
  /** Behind a user, in a list. */
  lines: {
    own: (until: string, who: Inline) => text`– away until ${until}, says ${who}`,
    status: (until: string, who: Inline) => text`– away until ${until} at the latest, by the chat status of ${who}`,
    admin: (until: string, who: Inline) => text`– away until ${until}, by admin ${who}`,
  },
};
