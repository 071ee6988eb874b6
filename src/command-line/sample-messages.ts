import type { SampleMessage } from '../chat/chat.ts';
import type { EpochMs } from '../domain/clock.ts';
import { OWN } from '../domain/contact.ts';
import type { Counts } from '../domain/digest.ts';
import { LANGUAGES } from '../domain/message.ts';
import { accountId, type UserLabel, userId } from '../domain/ram-user.ts';
import type { DigestModel } from '../domain/texts/layouts/digest.ts';
import type { NudgeModel } from '../domain/texts/layouts/nudge.ts';
import { textsFor } from '../domain/texts/texts.ts';
import type { OutreachPolicy } from '../outreach/outlook.ts';
import { signInUrl } from '../outreach/sign-in-link.ts';

/** The messages everything depends on, about people who do not exist, with every kind of block that can occur. */
export function sampleMessages(policy: OutreachPolicy, now: EpochMs): readonly SampleMessage[] {
  return LANGUAGES.flatMap((language) => {
    const texts = textsFor(language);
    return [
      { name: `first message (${language})`, message: texts.notice.nudge(nudge(policy, now)) },
      { name: `digest (${language})`, message: texts.channel.digest(digest(policy, now)) },
    ];
  });
}

const ACCOUNT = { accountId: accountId('1234567890123456'), alias: 'example' };
const DOMAIN = 'example.onaliyun.com';

const somebody = (userName: string): UserLabel => ({
  account: ACCOUNT,
  userId: userId('200000000000000000'),
  userName,
  logonName: `${userName}@${DOMAIN}`,
  isAdministrator: false,
});

function nudge({ site, securityContact, timeZone }: OutreachPolicy, now: EpochMs): NudgeModel {
  const user = {
    ...somebody('jane.doe'),
    signInUrl: signInUrl(site, { ...ACCOUNT, defaultDomain: DOMAIN }),
    mayManageOwnDevice: true,
    standing: OWN,
    unusedSince: { at: now, zone: timeZone },
    isAhead: false,
    usedWithoutMfa: { at: { at: now, zone: timeZone }, fromAddress: '203.0.113.7' },
    deadline: { at: now, zone: timeZone },
  };
  return {
    step: 'first',
    users: [
      { ...user, reason: 'no_device' },
      { ...user, ...somebody('j.doe'), reason: 'required_but_not_bound' },
    ],
    site,
    securityContact,
    complete: true,
    mayPutOff: true,
    wasPutOff: false,
    wasExempt: false,
  };
}

const COUNTS: Counts = {
  compliant: 38,
  noncompliant: 3,
  unknown: 1,
  notApplicable: 10,
  boundNotRequired: 5,
};

function digest({ timeZone: zone }: OutreachPolicy, now: EpochMs): DigestModel {
  const date = new Date(now).toISOString().slice(0, 10);
  return {
    date,
    asOf: { at: now, zone },
    failing: [],
    anyComplete: true,
    administrators: 1,
    rightsUnread: [],
    totals: COUNTS,
    changes: COUNTS,
    compliantPercent: 90.4,
    accounts: [
      {
        account: ACCOUNT,
        complete: true,
        completenessProven: true,
        incomplete: null,
        loginMfaMode: 'independent',
        counts: COUNTS,
        held: null,
        missingGrants: [],
      },
    ],
    excludedAccountIds: [],
    directoryErrorCode: null,
    trend: [
      { label: '01-01', value: 88.1 },
      { label: '01-02', value: 90.4 },
    ],
    openCases: 3,
    told: 2,
    named: [{ user: somebody('jane.doe'), step: 'warning', deadline: { at: now, zone } }],
    overdueCount: 1,
    exemptions: {
      active: 1,
      requested: 1,
      ending: [{ user: somebody('jane.doe'), until: { at: now, zone } }],
    },
    unmapped: [somebody('build-server')],
    disputed: [],
    ambiguous: [],
    unreachable: [],
    unknownDeliveries: 0,
    notNeeded: 1,
    administratorsAway: [],
    breakGlass: { configured: [], notFound: [] },
    enforcement: 'on',
    messaging: { kind: 'on' },
    quotas: [],
    enrolledSinceLast: 1,
    factors: [{ kind: 'virtual', total: 1 }],
    activityHead: '0'.repeat(64),
  };
}
