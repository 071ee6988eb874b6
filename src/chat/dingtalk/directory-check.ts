import { type Check, type CheckLine, failed, ok, warning } from '../../domain/check-line.ts';
import { DeliveryError } from '../delivery-error.ts';
import { isJsonObject, type JsonObject } from '../transport/json.ts';
import { memberOf, personOf } from './member.ts';
import type { OpenPlatform } from './open-platform.ts';
import { EMAIL_FIELD_PERMISSION, MEMBER_PERMISSION, MOBILE_PERMISSION } from './permissions.ts';
import { isMissingPermission } from './refusal.ts';

const PERMISSIONS_ADVICE =
  'open-dev.dingtalk.com › the app › Permission management (权限管理): apply for it; Version management and release (版本管理与发布) › Create version: visible range all staff, publish';
const ADMINS_ADVICE = 'put the userIds of the admins into DINGTALK_ADMIN_IDS (/mfa me shows yours)';
const ADDRESSES = 'DingTalk by e-mail';

const USER_GET = '/topapi/v2/user/get';
const USER_BY_MOBILE = '/topapi/v2/user/getbymobile';
/** Well-formed, and nobody has them: that is the answer of whom the app may ask for. */
const NOBODYS_ID = 'ram-mfa-bot-doctor';
const NOBODYS_MOBILE = '10000000000';

/** Can people be found? One cheap question for each permission, and each admin. */
export function directoryChecks(platform: OpenPlatform, adminIds: readonly string[]): readonly Check[] {
  const ask = (permission: string, path: string, body: JsonObject) =>
    permissionCheck(platform, permission, { path, body });
  return [
    ask(MEMBER_PERMISSION, USER_GET, { userid: NOBODYS_ID }),
    ask(MOBILE_PERMISSION, USER_BY_MOBILE, { mobile: NOBODYS_MOBILE }),
    addressesCheck(platform),
    ...adminIds.map((id) => adminCheck(platform, id)),
  ];
}

function permissionCheck(
  platform: OpenPlatform,
  permission: string,
  { path, body }: { readonly path: string; readonly body: JsonObject },
): Check {
  const what = `DingTalk permission ${permission}`;
  return {
    what,
    remedy: PERMISSIONS_ADVICE,
    async look(signal) {
      try {
        await platform.ask(path, body, signal);
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        if (isMissingPermission(error))
          return [failed(what, withoutPeriod(error.message), PERMISSIONS_ADVICE)];
        if (error.reason !== 'recipient') throw error;
      }
      return [ok(what, 'granted')];
    },
  };
}

function adminCheck(platform: OpenPlatform, userId: string): Check {
  const what = `DingTalk admin ${userId}`;
  return {
    what,
    remedy: ADMINS_ADVICE,
    async look(signal) {
      try {
        const member = memberOf(await platform.ask(USER_GET, { userid: userId }, signal));
        if (member?.isActive === true) return [ok(what, personOf(member).displayName)];
        return [failed(what, 'has never signed in to DingTalk', ADMINS_ADVICE)];
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        if (error.reason === 'recipient')
          return [failed(what, `nobody has this userId (${error.code})`, ADMINS_ADVICE)];
        if (!OUT_OF_RANGE.test(error.code)) throw error;
        const reason = `is outside the range of people the app may see (${error.code})`;
        return [failed(what, reason, PERMISSIONS_ADVICE)];
      }
    },
  };
}

const OUT_OF_RANGE = /^5000[24]$/;

/** Only with these can somebody be found by address; everybody else is found all the same. */
function addressesCheck(platform: OpenPlatform): Check {
  return {
    what: ADDRESSES,
    remedy: PERMISSIONS_ADVICE,
    async look(signal) {
      try {
        await platform.ask('/topapi/v2/department/listsub', { dept_id: 1 }, signal);
        const firstPage = { dept_id: 1, cursor: 0, size: 100 };
        const page = await platform.ask('/topapi/v2/user/list', firstPage, signal);
        return [addressesLine(page)];
      } catch (error) {
        if (!(error instanceof DeliveryError) || !isMissingPermission(error)) throw error;
        return [warning(ADDRESSES, withoutPeriod(error.message), PERMISSIONS_ADVICE)];
      }
    },
  };
}

function addressesLine(page: unknown): CheckLine {
  const list = isJsonObject(page) && Array.isArray(page.list) ? page.list : [];
  const members = list.map(memberOf).filter((member) => member !== null);
  const hasNone = members.length > 0 && members.every(({ addresses }) => addresses.length === 0);
  return hasNone
    ? warning(
        ADDRESSES,
        `DingTalk shows no addresses of the members: ${EMAIL_FIELD_PERMISSION} is missing`,
        PERMISSIONS_ADVICE,
      )
    : ok(ADDRESSES, 'people may be found by e-mail address');
}

const withoutPeriod = (sentence: string): string => sentence.replace(/\.$/, '');
