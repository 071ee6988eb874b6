const PAGE = 'docs/doctor.md';

/** The headings of that page, in its order. What a check adds to one (an account, a person) is one of its kind. */
export const DOCTOR_HEADINGS = [
  ...['configuration', 'Node.js', 'time zone', 'proxy', 'clock'],
  ...['Alibaba Cloud reader', 'Alibaba Cloud resource directory', 'Alibaba Cloud accounts left out'],
  ...['Alibaba Cloud account', 'Alibaba Cloud enforcer', 'chat'],
  ...['Slack bot token', 'Slack scopes', 'Slack Socket Mode', 'Slack security channel', 'Slack admin'],
  ...['Slack viewer group', 'Slack messages', 'DingTalk app', 'DingTalk robot', 'DingTalk permission'],
  ...['DingTalk by e-mail', 'DingTalk Stream mode', 'DingTalk admin', 'DingTalk security conversation'],
  ...['DingTalk calls this month', 'database folder', 'database server', 'database', 'running bot'],
  ...['running bot, parts', 'monthly calls', 'rows of the future', 'break-glass users'],
] as const;

/** Where it is explained what a line about this means: `docs/doctor.md#slack-scopes`. */
export function explainedAt(what: string): string {
  const [heading] = DOCTOR_HEADINGS.filter((one) => what === one || what.startsWith(`${one} `)).toSorted(
    (one, other) => other.length - one.length,
  );
  return heading === undefined ? PAGE : `${PAGE}#${anchorOf(heading)}`;
}

/** As the sites that show Markdown make it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
