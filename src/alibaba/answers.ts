import { z } from 'zod';
import { LOGIN_MFA_MODES } from '../domain/finding.ts';
import type { PolicyStatement } from '../domain/privilege.ts';
import { unexpectedAnswer } from './failures.ts';
import type { Operation } from './permissions.ts';

/** The answer in the shape we rely on. @throws {AlibabaError} with UnexpectedAnswer */
export function parseAnswer<T>(schema: z.ZodType<T>, body: unknown, operation: Operation): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw unexpectedAnswer(operation);
  return parsed.data;
}

/** Some operations answer booleans as strings: `"false"` is not true. */
const flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);
/** What may be missing, or of a shape unknown today, without making the rest unusable. */
const optionalFlag = flag.nullable().catch(null);
/** Numbers come as such or as text. */
const count = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]);
const optionalText = z.string().min(1).nullable().catch(null);

/** Dates come as text; one that is none is not known. */
export function instantOf(date: string | null): number | null {
  const at = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? null : at;
}

const tags = z
  .object({ Tag: z.array(z.object({ TagKey: z.string(), TagValue: z.string() })) })
  .transform(({ Tag }) => Object.fromEntries(Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue])))
  .catch({});

/** Ids are logged and shown as they are: nothing but what the vendor makes them of. */
const id = z.string().regex(/^[\w.-]{1,128}$/);

const userAnswer = z.object({
  UserId: id,
  UserPrincipalName: z.string().regex(/^[^@]+@[^@]+$/),
  DisplayName: z.string().catch(''),
  Email: optionalText,
  MobilePhone: optionalText,
  LastLoginDate: optionalText,
  Tags: tags,
  /** `active` or `freeze`; GetUser does not document it. */
  Status: optionalText,
});
export type UserAnswer = z.infer<typeof userAnswer>;

export const userAnswered = z.object({ User: userAnswer });

const page = { IsTruncated: flag, Marker: optionalText };

export const usersPage = z.object({ ...page, Users: z.object({ User: z.array(userAnswer).default([]) }) });

export const virtualDevicesPage = z.object({
  ...page,
  VirtualMFADevices: z.object({
    VirtualMFADevice: z
      // Without a user the device was made and never given to anybody.
      .array(z.object({ User: z.object({ UserId: optionalText }).nullable().catch(null) }))
      .default([]),
  }),
});

export const accountSummaryAnswered = z.object({
  SummaryMap: z.object({ Users: count }),
});

export const loginProfileAnswered = z.object({
  LoginProfile: z.object({
    Status: z.enum(['Active', 'Inactive']),
    MFABindRequired: optionalFlag,
    /** Of the console alone: absent where nobody signed in, or nobody knows. */
    LastLoginTime: optionalText,
    UpdateDate: optionalText,
    /** Not documented for IMS. */
    CreateDate: optionalText,
  }),
});

/** Of RAM's own GetLoginProfile: what an enforcement compares before and after. */
export const loginProfileSettingAnswered = z.object({
  LoginProfile: z.object({ MFABindRequired: flag, PasswordResetRequired: flag }),
});

export const userMfaAnswered = z.object({
  MFADevice: z
    .object({ Type: optionalText, SerialNumber: optionalText })
    .refine(({ Type, SerialNumber }) => Type !== null || SerialNumber !== null),
});

export const passkeysAnswered = z.object({ Passkeys: z.array(z.looseObject({})) });

export const securityPreferenceAnswered = z.object({
  SecurityPreference: z.object({
    LoginProfilePreference: z
      .object({
        MFAOperationForLogin: z.enum(LOGIN_MFA_MODES).catch('unknown'),
        EnableSaveMFATicket: optionalFlag,
      })
      .catch({ MFAOperationForLogin: 'unknown', EnableSaveMFATicket: null }),
    MFAPreference: z
      .object({ AllowUserToManageMFADevices: optionalFlag })
      .catch({ AllowUserToManageMFADevices: null }),
    MaxIdleDays: z
      .object({ MaxIdleDaysForUsers: count.nullable().catch(null) })
      .catch({ MaxIdleDaysForUsers: null }),
  }),
});

export const accountMfaAnswered = z.object({ IsMFAEnable: flag });

export const userSsoAnswered = z.object({ UserSsoSettings: z.object({ SsoEnabled: flag }) });
export const defaultDomainAnswered = z.object({ DefaultDomainName: z.string().min(1) });
export const accountAliasAnswered = z.object({ AccountAlias: z.string().min(1) });

export const callerIdentityAnswered = z.object({
  AccountId: id,
  Arn: z.string().regex(/^[\x21-\x7e]{1,512}$/),
  IdentityType: z.enum(['Account', 'RAMUser', 'AssumedRoleUser']),
  UserId: id.nullable().catch(null),
});

export const roleAssumed = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    AccessKeySecret: z.string().min(1),
    SecurityToken: z.string().min(1),
  }),
});

export const membersPage = z.object({
  TotalCount: z.number(),
  Accounts: z.object({ Account: z.array(z.object({ AccountId: id })).default([]) }),
});

const attachedPolicy = z.object({ PolicyName: z.string().min(1), PolicyType: z.string() });

export const policiesAnswered = z.object({
  Policies: z.object({ Policy: z.array(attachedPolicy).default([]) }),
});

export const groupsAnswered = z.object({
  Groups: z.object({ Group: z.array(z.object({ GroupName: z.string().min(1) })).default([]) }),
});

export const policyAnswered = z.object({
  DefaultPolicyVersion: z.object({ PolicyDocument: z.string() }),
});

const oneOrMany = <T>(one: z.ZodType<T>) => z.union([z.array(one), one.transform((single): T[] => [single])]);

const statement = z
  .looseObject({
    Effect: z.enum(['Allow', 'Deny']),
    Action: oneOrMany(z.string()).default([]),
    Resource: oneOrMany(z.string()).default([]),
  })
  .transform(
    ({ Effect, Action, Resource, ...others }): PolicyStatement => ({
      effect: Effect === 'Allow' ? 'allow' : 'deny',
      actions: Action,
      resources: Resource,
      isNarrowed: Object.keys(others).length > 0,
    }),
  );

/** The text of a policy. https://www.alibabacloud.com/help/en/ram/user-guide/policy-elements */
export const policyDocument = z.object({ Statement: oneOrMany(statement) });

export const eventsPage = z.object({
  NextToken: optionalText,
  Events: z
    .array(
      z.object({
        eventName: z.string(),
        eventTime: z.string(),
        errorCode: optionalText,
        sourceIpAddress: optionalText,
        userIdentity: z.object({ principalId: optionalText }).catch({ principalId: null }),
        additionalEventData: z.object({ mfaChecked: optionalFlag }).catch({ mfaChecked: null }),
      }),
    )
    .default([]),
});
export type EventAnswer = z.infer<typeof eventsPage>['Events'][number];
