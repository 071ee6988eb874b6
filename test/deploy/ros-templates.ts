import { stringify } from 'yaml';
import { MARK, PORTABLE_POLICIES, type Policy, USER_PREFIX } from './portable-policies.ts';

type Json = string | number | boolean | null | readonly Json[] | Template;
interface Template {
  readonly [key: string]: Json;
}

const { reader, witness, directory, assume, enforcer } = PORTABLE_POLICIES;
const STACK_GROUP = 'ram-mfa-bot';

// Functions of ROS, by their full names.
const ref = (name: string) => ({ Ref: name });
const attribute = (resource: string, name: string) => ({ 'Fn::GetAtt': [resource, name] });
const sub = (text: string) => ({ 'Fn::Sub': text });
const isYes = (parameter: string) => ({ 'Fn::Equals': ['yes', ref(parameter)] });
const isGiven = (parameter: string) => ({ 'Fn::Not': { 'Fn::Equals': ['', ref(parameter)] } });

/** One ARN for each of the names in a parameter with commas. */
function usersNamed(parameter: string): Json {
  const joined = { 'Fn::Join': [`,${USER_PREFIX}`, ref(parameter)] };
  return { 'Fn::Split': [',', { 'Fn::Join': ['', [USER_PREFIX, joined]] }] };
}

const document = (policy: Policy) => policy as unknown as Template;

function roleDocument(policy: Policy, parameter: string): Json {
  const text = JSON.stringify(policy).replaceAll(MARK, `\${${parameter}}`);
  return JSON.parse(text, (_key, value) =>
    typeof value === 'string' && value.includes('${') ? sub(value) : value,
  ) as Json;
}

function enforcerDocument(parameter: string): Json {
  const [allow, deny] = document(enforcer).Statement as unknown as readonly Template[];
  return { Version: '1', Statement: [allow ?? {}, { ...deny, Resource: usersNamed(parameter) }] };
}

function policyResource(name: Json, policyDocument: Json, of: Template): Template {
  return {
    Type: 'ALIYUN::RAM::ManagedPolicy',
    Properties: { PolicyName: name, PolicyDocument: policyDocument, ...of },
  };
}

function role(name: Json, principal: Json): Template {
  const trusted = { StringEquals: { 'sts:ExternalId': ref('ExternalId') } };
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { RAM: [principal] },
    Condition: { 'Fn::If': ['HasExternalId', trusted, ref('ALIYUN::NoValue')] },
  };
  return {
    Type: 'ALIYUN::RAM::Role',
    Properties: {
      RoleName: name,
      Description: 'ram-mfa-bot',
      AssumeRolePolicyDocument: { Version: '1', Statement: [statement] },
    },
  };
}

const text = (description: string, standard?: string): Template => ({
  Type: 'String',
  Description: description,
  ...(standard === undefined ? {} : { Default: standard }),
});
const PROTECTED_NAMES: Template = {
  Type: 'CommaDelimitedList',
  Description: 'RAM users that enforcing can never touch: add your break-glass users (BREAK_GLASS_USERS)',
  Default: 'ram-mfa-bot,ram-mfa-bot-enforcer',
};
const WITNESS: Template = {
  Type: 'String',
  Description: 'Whether it may look up sign-ins and devices in ActionTrail: yes or no',
  AllowedValues: ['yes', 'no'],
  Default: 'no',
};
const USER_NAME = 'Name of the RAM user to make';
const ROLE_NAME = 'AUDIT_ROLE_NAME';
const PRINCIPAL = (of: string) => sub(`acs:ram::\${ALIYUN::TenantId}:user/\${${of}}`);

function template(description: string, sections: Template): Template {
  return { ROSTemplateFormatVersion: '2015-09-01', Description: description, ...sections };
}

const readerTemplate = template('ram-mfa-bot: the identity that reads, in the account the bot belongs to', {
  Parameters: {
    UserName: text(USER_NAME, 'ram-mfa-bot'),
    MemberRoleName: text(`Role to assume in more accounts (${ROLE_NAME}); empty: this account alone`, ''),
    Witness: WITNESS,
  },
  Conditions: { HasMembers: isGiven('MemberRoleName'), IsWitness: isYes('Witness') },
  Resources: {
    Reader: { Type: 'ALIYUN::RAM::User', Properties: { UserName: ref('UserName'), Comments: 'ram-mfa-bot' } },
    ReaderPolicy: policyResource(sub(`\${UserName}-reader`), document(reader), {
      Users: [attribute('Reader', 'UserName')],
    }),
    WitnessPolicy: {
      Condition: 'IsWitness',
      ...policyResource(sub(`\${UserName}-witness`), document(witness), {
        Users: [attribute('Reader', 'UserName')],
      }),
    },
    DirectoryPolicy: {
      Condition: 'HasMembers',
      ...policyResource(sub(`\${UserName}-directory`), roleDocument(directory, 'MemberRoleName'), {
        Users: [attribute('Reader', 'UserName')],
      }),
    },
  },
  Outputs: {
    ReaderPrincipal: { Description: 'For the roles of members', Value: PRINCIPAL('UserName') },
  },
});

const enforcerTemplate = template(
  'ram-mfa-bot: the identity that enforces, in the account the bot belongs to; guard it like an administrator',
  {
    Parameters: {
      UserName: text(USER_NAME, 'ram-mfa-bot-enforcer'),
      RoleName: text('Role to assume in each account (ENFORCER_ROLE_NAME); empty: this account alone', ''),
      ProtectedUserNames: PROTECTED_NAMES,
    },
    Conditions: { AssumesRole: isGiven('RoleName') },
    Resources: {
      Enforcer: {
        Type: 'ALIYUN::RAM::User',
        Properties: { UserName: ref('UserName'), Comments: 'ram-mfa-bot' },
      },
      EnforcerPolicy: policyResource(
        ref('UserName'),
        {
          'Fn::If': ['AssumesRole', roleDocument(assume, 'RoleName'), enforcerDocument('ProtectedUserNames')],
        },
        { Users: [attribute('Enforcer', 'UserName')] },
      ),
    },
    Outputs: {
      EnforcerPrincipal: { Description: 'For the roles of members', Value: PRINCIPAL('UserName') },
    },
  },
);

const memberParameters = {
  ReaderPrincipal: text('Who may read: the output ReaderPrincipal of reader.yml'),
  RoleName: text(ROLE_NAME, 'ram-mfa-bot'),
  ExternalId: text('AUDIT_EXTERNAL_ID, which both roles ask for; empty: neither does', ''),
  Witness: WITNESS,
  EnforcerPrincipal: text('Who may enforce: the output EnforcerPrincipal of enforcer.yml; empty: nobody', ''),
  EnforcerRoleName: text('ENFORCER_ROLE_NAME', 'ram-mfa-bot-enforcer'),
  ProtectedUserNames: PROTECTED_NAMES,
};

const memberTemplate = template('ram-mfa-bot: the roles it assumes in an account it watches', {
  Parameters: memberParameters,
  Conditions: {
    HasExternalId: isGiven('ExternalId'),
    IsWitness: isYes('Witness'),
    HasEnforcer: isGiven('EnforcerPrincipal'),
  },
  Resources: {
    ReaderRole: role(ref('RoleName'), ref('ReaderPrincipal')),
    ReaderPolicy: policyResource(ref('RoleName'), document(reader), {
      Roles: [attribute('ReaderRole', 'RoleName')],
    }),
    WitnessPolicy: {
      Condition: 'IsWitness',
      ...policyResource(sub(`\${RoleName}-witness`), document(witness), {
        Roles: [attribute('ReaderRole', 'RoleName')],
      }),
    },
    EnforcerRole: {
      Condition: 'HasEnforcer',
      ...role(ref('EnforcerRoleName'), ref('EnforcerPrincipal')),
    },
    EnforcerPolicy: {
      Condition: 'HasEnforcer',
      ...policyResource(ref('EnforcerRoleName'), enforcerDocument('ProtectedUserNames'), {
        Roles: [attribute('EnforcerRole', 'RoleName')],
      }),
    },
  },
  Outputs: { RoleArn: { Description: 'For AUDIT_ROLE_ARNS', Value: attribute('ReaderRole', 'Arn') } },
});

const directoryTemplate = template(
  'ram-mfa-bot: the roles of member.yml in every account of a resource directory, and in each that joins it',
  {
    Parameters: {
      FolderIds: {
        Type: 'CommaDelimitedList',
        Description: 'Folders of the resource directory; the root folder (r-…) is all of it',
      },
      ...memberParameters,
    },
    Resources: {
      StackGroup: {
        Type: 'ALIYUN::ROS::StackGroup',
        Properties: {
          StackGroupName: STACK_GROUP,
          Description: 'Roles that ram-mfa-bot assumes',
          PermissionModel: 'SERVICE_MANAGED',
          AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
          Parameters: {
            ...mapValues(memberParameters, (name) => ref(name)),
            ProtectedUserNames: commaList('ProtectedUserNames'),
          },
          TemplateBody: memberTemplate,
        },
      },
      Members: {
        Type: 'ALIYUN::ROS::StackInstances',
        DependsOn: 'StackGroup',
        Properties: {
          StackGroupName: STACK_GROUP,
          // RAM has no regions: one is enough.
          RegionIds: [ref('ALIYUN::Region')],
          DeploymentTargets: { RdFolderIds: ref('FolderIds') },
          OperationPreferences: { FailureToleranceCount: 10, MaxConcurrentCount: 5 },
        },
      },
    },
  },
);

/** As another template's parameter takes it. */
function commaList(parameter: string): Json {
  return { 'Fn::Join': [',', ref(parameter)] };
}

function mapValues<T>(record: Readonly<Record<string, T>>, value: (key: string) => Json): Template {
  return Object.fromEntries(Object.keys(record).map((key) => [key, value(key)]));
}

/** YAML 1.1, whose readers would take a bare 2015-09-01 for a date. */
function yaml(content: Template): string {
  const comment = '# Made from src/alibaba/policies.ts; what to do with it: docs/rights-as-code.md';
  const options = { version: '1.1', aliasDuplicateObjects: false, lineWidth: 130 } as const;
  return `${comment}\n${stringify(content, options)}`;
}

/** By path below deploy/ros. */
export const ROS_TEMPLATES: Readonly<Record<string, string>> = {
  'reader.yml': yaml(readerTemplate),
  'enforcer.yml': yaml(enforcerTemplate),
  'member.yml': yaml(memberTemplate),
  'directory.yml': yaml(directoryTemplate),
};
