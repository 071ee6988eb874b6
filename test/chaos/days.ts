import {
  type Act,
  approve,
  askForExemption,
  enforce,
  enrol,
  pause,
  putOff,
  release,
  startAgain,
} from './acts.ts';
import { PEOPLE } from './company.ts';

interface ActAt {
  readonly at: string;
  readonly act: Act;
}

/** One day of the follow-up in which the bot is killed: a new step is an entry. */
export interface Day {
  readonly name: string;
  readonly date: string;
  /** In the night before, the tables are those of an older version: the bot upgrades them first. */
  readonly isUpgrade?: true;
  readonly acts: readonly ActAt[];
}

const [ANN, BEN, CAI, DAN, EVE] = PEOPLE;

/** Until somebody sees that it is done. */
const again = (hours: readonly string[], act: Act): readonly ActAt[] => hours.map((at) => ({ at, act }));

export const DAYS: readonly Day[] = [
  {
    name: 'release and first messages',
    date: '2026-03-02',
    acts: [{ at: '10:00', act: release }],
  },
  {
    name: 'pause and start again',
    date: '2026-03-03',
    acts: [
      { at: '10:00', act: pause },
      { at: '15:00', act: startAgain },
    ],
  },
  {
    name: 'an upgrade, reminders, one of them put off, and a thank-you',
    date: '2026-03-06',
    isUpgrade: true,
    acts: [{ at: '08:00', act: enrol(EVE) }, ...again(['10:00', '13:00', '16:30'], putOff(BEN))],
  },
  {
    name: 'an exemption, asked for and approved on a Saturday',
    date: '2026-03-07',
    acts: [
      ...again(['10:00', '11:00'], askForExemption(DAN, '2026-03-16')),
      ...again(['13:00', '15:00'], approve),
    ],
  },
  {
    name: 'what was put off, and an enforcement of three',
    date: '2026-03-09',
    // Once more for whom the vendor did not let through.
    acts: again(['10:00', '15:00'], enforce([ANN, BEN, CAI])),
  },
  { name: 'warnings, and the word that the exemption ends', date: '2026-03-10', acts: [] },
  { name: 'last messages, and the end of the exemption', date: '2026-03-17', acts: [] },
  { name: 'what had moved', date: '2026-03-20', acts: [] },
];

/** The hours at which time stops: the audit, the digest, and on until whatever was postponed has had its turn. */
export const HOURS = [
  '08:00',
  '09:10',
  '09:35',
  '10:00',
  '11:00',
  '13:00',
  '15:00',
  '16:30',
  '17:20',
] as const;
