import { type Stage, setStage } from '../../demo/stage.ts';
import { ADMIN, CORP, JANE, MEMBERS, OTHER_ADMIN, SAM, WEI } from '../dialogue/rehearsal.ts';

const user = (userName: string, memberId: string | null, more: object = {}) => ({
  userName,
  userId: `2000000000000000${userName.length}${userName.charCodeAt(0)}`,
  loginProfile: {},
  ...(memberId === null ? {} : { tags: { 'slack-user-id': memberId } }),
  ...more,
});

/** Told or not, exempt, enforced, linked: the same people before an upgrade and after it. */
const USERS = [
  user('jane', JANE),
  user('sam', SAM),
  user('wei', WEI),
  user('vendor', OTHER_ADMIN),
  user('bound', null, { mfaDevice: { type: 'VMFA' } }),
];
/** Found in the evening, and told by whichever version runs in the morning. */
export const EVE = user('eve', 'U0EVE');

/** The bot on this database, from there on. */
export function stageOn(databaseUrl: string, startsAt: string, isEveThere: boolean): Promise<Stage> {
  const eve = {
    id: 'U0EVE',
    name: 'eve',
    realName: 'Eve',
    email: null,
    tz: 'Asia/Shanghai',
    locale: 'en-US',
  };
  return setStage({
    accounts: [{ accountId: CORP, alias: 'corp', users: isEveThere ? [...USERS, EVE] : USERS }],
    members: [...MEMBERS, eve],
    startsAt,
    variables: { SLACK_ADMIN_IDS: `${ADMIN},${OTHER_ADMIN}`, DATABASE_URL: databaseUrl },
  });
}
