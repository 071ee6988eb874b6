import { text } from '../../message.ts';

/** Somebody's own page. */
export const home = {
  title: 'For admins: how everything stands',
  administrators: 'Administrators without MFA',
  lastAudit: 'Last complete audit',
  noAudit: 'none yet',
  everything: 'Everything',
  trend: (line: string, from: string, to: string) => text`30 days: ${line} (from ${from} to ${to}).`,
};
