import { type Block, bold, type Message, type Text, text } from '../../message.ts';
import type { CohortNudgeModel } from '../catalogue.ts';
import { buttons, compose, DIVIDER, facts, heading, note, paragraph, steps } from '../compose.ts';
import { command } from '../labels.ts';
import { cohortSteps, PASSKEY_COUNTS } from './enrolment-steps.ts';
import {
  allStepsIn,
  CHECK_AGAIN,
  genuine,
  guideLink,
  ifRefused,
  opening,
  PASSWORD_IS_ENOUGH,
  TITLES,
} from './nudge.ts';
import { whenWithZone } from './words.ts';

/** The same words to several people, so nobody's user or account stands in it. */
export function cohortNudge(model: CohortNudgeModel): Message {
  const { step, site, securityContact } = model;
  return compose('zh', summary(model), [
    heading(text`${TITLES[step]}`),
    paragraph(...opening({ step, complete: false, securityContact }, [PASSWORD_IS_ENOUGH], true)),
    about(model),
    paragraph([bold('操作步骤（简版）')]),
    steps(cohortSteps()),
    note(PASSKEY_COUNTS, allStepsIn(guideLink(site)), ifRefused(securityContact)),
    DIVIDER,
    genuine(securityContact),
    buttons(CHECK_AGAIN),
  ]);
}

function summary({ step, deadline }: CohortNudgeModel): Text {
  const until = whenWithZone(deadline);
  switch (step) {
    case 'first':
      return text`你的阿里云登录还没有开启 MFA，请在 ${until}前完成`;
    case 'reminder':
      return text`提醒：你的阿里云登录仍未开启 MFA，请在 ${until}前完成`;
    case 'warning':
      return text`截止时间快到了：请在 ${until}前为你的阿里云登录开启 MFA`;
    case 'deadline':
      return text`最后一次通知：请在 ${until}前为你的阿里云登录开启 MFA`;
    case 'overdue':
      return text`已逾期：为阿里云登录开启 MFA 的截止时间是 ${until}`;
    case 'regressed':
      return text`你登录阿里云用的 MFA 设备不见了，请在 ${until}前重新绑定`;
  }
}

function about({ step, deadline }: CohortNudgeModel): Block {
  return facts([
    ['RAM 用户和账号', text`输入 ${command('me')} 就能看到；这条消息同时发给多人，所以没有写明`],
    [step === 'overdue' ? '原定截止时间' : '请在此之前完成', [bold(whenWithZone(deadline))]],
  ]);
}
