import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { ManagerWarningModel } from '../catalogue.ts';
import { bullets, compose, DIVIDER, facts, firstLines, heading, paragraph } from '../compose.ts';
import { accountTag } from '../labels.ts';
import { IS_IT_GENUINE, NEVER_ASKS } from './nudge.ts';
import { andMore, contactName, whenWithZone } from './words.ts';

const USERS_SHOWN_MAX = 15;

/** Asks for help, not for pressure. */
export function managerWarning(model: ManagerWarningModel): Message {
  const { personName, users, securityContact } = model;
  return compose('en', summary(model), [
    heading(text`Please help a colleague find five minutes`),
    paragraph(
      text`Hello, this is the MFA bot of your security team. I write to you because ${bold(personName)} reports to you, as far as I know.`,
      text`The Alibaba Cloud console sign-in of ${personName} has no second step (MFA) besides the password yet, and the deadline is coming up.`,
      text`Such things easily slip in a busy week; this is no complaint about anybody.`,
    ),
    about(model),
    paragraph(
      text`Please help ${personName} find the time before then: ${users.length > 1 ? 'about five minutes for each user' : 'about five minutes'}.`,
      text`My messages to ${personName} say how.`,
    ),
    paragraph(
      [bold('There is nothing for you to click or to approve,')],
      text`and I need no answer.`,
      text`Is something in the way, or is this not somebody who reports to you? Please tell ${contactName(securityContact)}.`,
    ),
    DIVIDER,
    paragraph(
      IS_IT_GENUINE,
      NEVER_ASKS,
      text`There is no link in this message. You need not trust it: ask your security team the way you always reach it.`,
    ),
  ]);
}

function summary({ personName, users }: ManagerWarningModel): Text {
  const [first] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  return first === undefined
    ? text`Please help ${personName} find five minutes for MFA`
    : text`Please help ${personName} find five minutes for MFA by ${whenWithZone(first.deadline)}`;
}

/** Side by side for one user, a line each for several. */
function about({ users }: ManagerWarningModel): Block | null {
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      ['RAM user', [code(only.user.userName)]],
      ['Account', [accountTag(only.user.account)]],
      ['Deadline', [bold(whenWithZone(only.deadline))]],
    ]);
  }
  return bullets(
    firstLines(users, {
      max: USERS_SHOWN_MAX,
      line: ({ user, deadline }) =>
        text`${code(user.userName)} in account ${accountTag(user.account)}: deadline ${bold(whenWithZone(deadline))}`,
      more: andMore,
    }),
  );
}
