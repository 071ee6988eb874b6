import type { ReportWords } from './report-words.ts';

export const REPORT_EN: ReportWords = {
  language: 'en',
  name: 'English',
  title: 'MFA on Alibaba Cloud RAM users',
  period: (from, to, zone) => `${from} to ${to} (${zone})`,
  rule: 'CIS Alibaba Cloud Foundation Benchmark 1.4: whoever has a console password has an MFA device. Who could not be read is not counted as protected.',
  source: (accounts) =>
    `Accounts: ${accounts}. Drawn from the files beside this page, which hold every row; manifest.json holds their hashes.`,
  share: 'Protected, day by day',
  shareOf: (first, last) =>
    first === last
      ? `${first.percent} % of the users the rule applies to on ${first.day}.`
      : `From ${first.percent} % on ${first.day} to ${last.percent} % on ${last.day}, of the users the rule applies to.`,
  noShare: 'No day has a complete audit of every account.',
  shareMeans:
    'A point is a day on which every account that was looked at was read completely. The line breaks where a day is missing.',
  funnel: 'What became of those who were told',
  steps: { told: 'Told', reminded: 'Reminded', warned: 'Warned', enrolled: 'Enrolled' },
  funnelMeans: 'Follow-ups whose first message fell into this period, and how far they had come at its end.',
  median: (days) =>
    `Median time from the first message to a device: ${days} ${days === '1' ? 'day' : 'days'}.`,
  noMedian: 'Nobody who was told in this period had a device at its end.',
  untold: (followUps) =>
    followUps === 1
      ? 'One more follow-up was open at its end and had been told to nobody; README.txt says why that can be.'
      : `${followUps} more follow-ups were open at its end and had been told to nobody; README.txt says why that can be.`,
  open: 'What is open, and why',
  openAt: 'By the last complete audit of each account in this period.',
  nothingOpen: 'Nothing is open.',
  reasons: {
    no_device: 'No MFA device: the password alone is enough',
    required_but_not_bound: 'RAM requires MFA, and no device is bound yet',
    could_not_read: 'Could not be read',
  },
  factors: 'Which factors are in use',
  required: (bound, notRequired) =>
    `A device is bound for ${bound} ${bound === 1 ? 'user' : 'users'}; for ${notRequired} of them RAM does not also insist on it, which Alibaba’s own Cloud Config rule asks for.`,
  devices: {
    virtual: 'Authenticator app',
    u2f: 'Security key',
    passkey: 'Passkey',
    other: 'Another kind',
  },
  exceptions: 'Exceptions',
  exceptionColumns: ['Account / user id', 'Kind', 'State at the end', 'Until', 'Asked by', 'Decided by'],
  kinds: { reasoned: 'With a reason', lost_phone: 'Lost phone' },
  states: {
    requested: 'Requested',
    declined: 'Declined',
    lapsed: 'Lapsed',
    active: 'Active',
    over: 'Over',
    ended: 'Taken back',
  },
  exceptionMeans: 'An exception changes no finding: whoever is exempt is counted as not protected.',
  incomplete: 'Days that are incomplete',
  incompleteColumns: ['Day', 'Account', 'Why'],
  noAudit: 'no audit, or not yet',
  notListed: 'the accounts could not be listed',
  admins: 'Who administered the bot',
  adminColumns: ['Chat', 'Member id', 'First named on', 'Last named on'],
  adminMeans:
    'The bot names its admins at each of its starts: whoever is named is one until a start that does not name them.',
  erased: 'erased',
  none: 'None.',
  counted: (label, total) => `${label}: ${total}`,
  more: (count, file) => `${count} more stand in ${file}.`,
};
