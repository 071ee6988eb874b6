import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { evaluatePolicy } from '../../sandbox/alibaba/policy.ts';
import { directoryPolicy, readerPolicy, witnessPolicy } from '../../src/alibaba/index.ts';
import { type Policy, portableEnforcerPolicy } from './portable-policies.ts';
import { createStack, type Template } from './ros-stack.ts';
import { ROS_TEMPLATES } from './ros-templates.ts';
import { TERRAFORM_POLICIES } from './terraform-policies.ts';
import { findTool, runTool, skipWithout } from './tool.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const ROS = join(REPOSITORY, 'deploy/ros');
const TERRAFORM = join(REPOSITORY, 'deploy/terraform');
const terraform = findTool('terraform');

const PROTECTED_NAMES = ['ram-mfa-bot', 'ram-mfa-bot-enforcer', 'break-glass'];
const ENFORCER = portableEnforcerPolicy(PROTECTED_NAMES);
const ASSUME = (roleName: string) => ({
  Version: '1',
  Statement: directoryPolicy(roleName).Statement.slice(1),
});

describe('what is made of the policies of the code', () => {
  test.each(Object.entries(TERRAFORM_POLICIES))(
    'deploy/terraform/policies/%s; --update writes it',
    async (name, content) => {
      await expect(content).toMatchFileSnapshot(join(TERRAFORM, 'policies', name));
    },
  );

  test.each(Object.entries(ROS_TEMPLATES))('deploy/ros/%s; --update writes it', async (name, content) => {
    await expect(content).toMatchFileSnapshot(join(ROS, name));
  });

  test('and nothing else lies there', () => {
    expect(readdirSync(join(TERRAFORM, 'policies')).toSorted()).toEqual(
      Object.keys(TERRAFORM_POLICIES).toSorted(),
    );
    expect(readdirSync(ROS).toSorted()).toEqual(Object.keys(ROS_TEMPLATES).toSorted());
  });
});

describe('an enforcer’s policy for any account', () => {
  const user = (name: string) => `acs:ram:*:1000000000000001:user/${name}`;

  test('lets it require MFA of everybody but the protected', () => {
    expect(evaluatePolicy(ENFORCER, 'ram:UpdateLoginProfile', user('jane.doe'))).toBe('allow');
    for (const name of PROTECTED_NAMES)
      expect(evaluatePolicy(ENFORCER, 'ram:UpdateLoginProfile', user(name))).toBe('explicit_deny');
    expect(evaluatePolicy(ENFORCER, 'ram:DeleteLoginProfile', user('jane.doe'))).toBe('implicit_deny');
  });
});

const ros = (name: string) => parse(readFileSync(join(ROS, name), 'utf8'), { version: '1.1' }) as Template;

/** Of the one resource of that type and name. */
function propertiesOf(template: string, given: Readonly<Record<string, string>>) {
  const { resources, outputs } = createStack(ros(template), given);
  return {
    resources: Object.fromEntries(
      Object.entries(resources).map(([name, { properties }]) => [name, properties]),
    ),
    outputs,
  };
}

const READER = 'acs:ram::1000000000000001:user/ram-mfa-bot';
const trust = (principal: string, externalId?: string) => ({
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { RAM: [principal] },
      ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  ],
});

describe('the templates of ROS, with their functions carried out', () => {
  test('reader.yml makes a user that reads this account', () => {
    const { resources, outputs } = propertiesOf('reader.yml', {});
    expect(resources).toEqual({
      Reader: { UserName: 'ram-mfa-bot', Comments: 'ram-mfa-bot' },
      ReaderPolicy: {
        PolicyName: 'ram-mfa-bot-reader',
        PolicyDocument: readerPolicy(),
        Users: ['ram-mfa-bot'],
      },
    });
    expect(outputs).toEqual({ ReaderPrincipal: READER });
  });

  test('and more accounts, where their role is named', () => {
    const { resources } = propertiesOf('reader.yml', { MemberRoleName: 'mfa' });
    expect(resources.DirectoryPolicy).toMatchObject({
      PolicyDocument: directoryPolicy('mfa'),
      Users: ['ram-mfa-bot'],
    });
  });

  test.each([
    ['reader.yml', { Users: ['ram-mfa-bot'] }],
    ['member.yml', { Roles: ['ram-mfa-bot'] }],
  ])('%s lets it look into ActionTrail only where that is said', (name, attached) => {
    const given = { ReaderPrincipal: READER };
    expect(propertiesOf(name, given).resources.WitnessPolicy).toBeUndefined();
    const { WitnessPolicy } = propertiesOf(name, { ...given, Witness: 'yes' }).resources;
    expect(WitnessPolicy).toMatchObject({ PolicyDocument: witnessPolicy(), ...attached });
  });

  test('enforcer.yml enforces here, or by a role', () => {
    const here = propertiesOf('enforcer.yml', { ProtectedUserNames: PROTECTED_NAMES.join(',') });
    expect(here.resources.EnforcerPolicy).toMatchObject({
      PolicyDocument: ENFORCER,
      Users: ['ram-mfa-bot-enforcer'],
    });
    const byRole = propertiesOf('enforcer.yml', { RoleName: 'enforce' });
    expect(byRole.resources.EnforcerPolicy).toMatchObject({ PolicyDocument: ASSUME('enforce') });
  });

  test('member.yml makes a role for the reader, and none for an enforcer that there is not', () => {
    const { resources } = propertiesOf('member.yml', { ReaderPrincipal: READER });
    expect(Object.keys(resources)).toEqual(['ReaderRole', 'ReaderPolicy']);
    expect(resources.ReaderRole).toMatchObject({
      RoleName: 'ram-mfa-bot',
      AssumeRolePolicyDocument: trust(READER),
    });
    expect(resources.ReaderPolicy).toMatchObject({ PolicyDocument: readerPolicy(), Roles: ['ram-mfa-bot'] });
  });

  test('with an enforcer and an external id, both roles ask for it', () => {
    const enforcer = 'acs:ram::1000000000000001:user/ram-mfa-bot-enforcer';
    const given = {
      ReaderPrincipal: READER,
      EnforcerPrincipal: enforcer,
      ExternalId: 'corp-1',
      ProtectedUserNames: PROTECTED_NAMES.join(','),
    };
    const { resources } = propertiesOf('member.yml', given);
    expect(resources.ReaderRole?.AssumeRolePolicyDocument).toEqual(trust(READER, 'corp-1'));
    expect(resources.EnforcerRole?.AssumeRolePolicyDocument).toEqual(trust(enforcer, 'corp-1'));
    expect(resources.EnforcerPolicy).toMatchObject({
      PolicyDocument: ENFORCER,
      Roles: ['ram-mfa-bot-enforcer'],
    });
  });

  test('directory.yml puts member.yml, and no other, into every account below a folder', () => {
    const given = { ReaderPrincipal: READER, FolderIds: 'r-abc,fd-def', ProtectedUserNames: 'a,b' };
    const { StackGroup: group, Members: members } = propertiesOf('directory.yml', given).resources;
    expect(group?.TemplateBody).toEqual(ros('member.yml'));
    expect(group).toMatchObject({ PermissionModel: 'SERVICE_MANAGED', AutoDeployment: { Enabled: true } });
    expect(Object.keys(group?.Parameters ?? {}).toSorted()).toEqual(
      Object.keys(ros('member.yml').Parameters).toSorted(),
    );
    expect(group?.Parameters).toMatchObject({ ReaderPrincipal: READER, ProtectedUserNames: 'a,b' });
    expect(members).toMatchObject({
      StackGroupName: group?.StackGroupName,
      DeploymentTargets: { RdFolderIds: ['r-abc', 'fd-def'] },
    });
  });

  test('have no field that the vendor does not know, and each of its type', () => {
    const stacks = [
      createStack(ros('reader.yml'), { MemberRoleName: 'mfa' }),
      createStack(ros('enforcer.yml'), {}),
      createStack(ros('member.yml'), {
        ReaderPrincipal: READER,
        EnforcerPrincipal: READER,
        ExternalId: 'corp-1',
      }),
      createStack(ros('directory.yml'), { ReaderPrincipal: READER, FolderIds: 'r-abc' }),
    ];
    const resources = stacks.flatMap((stack) => Object.values(stack.resources));
    expect(new Set(resources.map(({ type }) => type)).size).toBe(5);
    expect(typeErrorsOf(resources)).toBe('');
    const [first] = resources;
    const misspelt = { type: first?.type ?? '', properties: { ...first?.properties, UserNmae: '' } };
    expect(typeErrorsOf([misspelt])).toMatch(/userNmae/);
  }, 60_000);
});

interface RosResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Against the types of the vendor's own packages, which are made of ROS's schema; they spell names with a small letter first. */
function typeErrorsOf(resources: readonly RosResource[]): string {
  const cache = join(REPOSITORY, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'ros-'));
  try {
    const lines = resources.map(({ type, properties }, index) => {
      const [, product = '', name] = type.split('::');
      const props = `import('@alicloud/ros-cdk-${product.toLowerCase()}').Ros${name}Props`;
      return `export const resource${index}: ${props} = ${JSON.stringify(uncapitalized(properties))};`;
    });
    writeFileSync(join(folder, 'resources.ts'), `${lines.join('\n')}\n`);
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      '',
      '--ignoreConfig',
    ];
    return spawnSync(join(REPOSITORY, 'node_modules/.bin/tsc'), [...options, 'resources.ts'], {
      cwd: folder,
      encoding: 'utf8',
    }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Maps whose keys are names of somebody's own, not of ROS. */
const OWN_KEYS = ['Parameters', 'TemplateBody', 'StringEquals'];

function uncapitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(uncapitalized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key === 'RAM' ? 'ram' : key.charAt(0).toLowerCase() + key.slice(1),
      OWN_KEYS.includes(key) ? one : uncapitalized(one),
    ]),
  );
}

const MODULES = ['reader', 'enforcer', 'member'];

/** What the provider's documents list for each resource that is used, as of its version 1.289. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  alicloud_ram_user: ['name', 'display_name', 'mobile', 'email', 'comments', 'force'],
  alicloud_ram_role: [
    'role_name',
    'description',
    'assume_role_policy_document',
    'max_session_duration',
    'tags',
    'force',
  ],
  alicloud_ram_policy: ['policy_name', 'policy_document', 'description', 'rotate_strategy', 'tags', 'force'],
  alicloud_ram_user_policy_attachment: ['user_name', 'policy_name', 'policy_type'],
  alicloud_ram_role_policy_attachment: ['role_name', 'policy_name', 'policy_type'],
};
const META_ARGUMENTS = ['count', 'for_each'];

interface Module {
  readonly resource: Readonly<
    Record<string, Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>
  >;
  readonly variable: Readonly<Record<string, readonly { readonly description?: string }[]>>;
}

const moduleText = (name: string) => readFileSync(join(TERRAFORM, name, 'main.tf'), 'utf8');
const readModule = async (name: string) => (await parseHcl('main.tf', moduleText(name))) as unknown as Module;

describe.each(MODULES)('the Terraform module %s', (name) => {
  test('gives each resource only what the provider takes', async () => {
    const { resource } = await readModule(name);
    for (const [type, resources] of Object.entries(resource))
      for (const arguments_ of Object.values(resources).flat())
        expect([...(ARGUMENTS[type] ?? []), ...META_ARGUMENTS]).toEqual(
          expect.arrayContaining(Object.keys(arguments_)),
        );
  });

  test('uses each of its variables, says what it is for, and uses no other', async () => {
    const { variable } = await readModule(name);
    const used = new Set([...moduleText(name).matchAll(/\bvar\.(\w+)/g)].map(([, one]) => one));
    expect([...used].toSorted()).toEqual(Object.keys(variable).toSorted());
    for (const [{ description } = {}] of Object.values(variable)) expect(description).toMatch(/.{10,}/);
  });

  test('reads only files that are there', () => {
    const named = [...moduleText(name).matchAll(/\$\{local\.policies\}\/([\w.]+)/g)].map(([, file]) => file);
    expect(named.length).toBeGreaterThan(0);
    expect(Object.keys(TERRAFORM_POLICIES)).toEqual(expect.arrayContaining(named));
  });
});

/** Evaluates an expression of a module; of what needs the provider, nothing is left in it. */
function terraformValue(
  module: string,
  expression: string,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-terraform-'));
  try {
    const withoutProvider = moduleText(module)
      .replace(/^(terraform|resource|data|output) [\s\S]*?^\}$/gm, '')
      .replace(/\$\{path\.module\}\/\.\./, TERRAFORM);
    writeFileSync(join(folder, 'main.tf'), withoutProvider.replace(/^ {2}granted = [\s\S]*?^ {2}\)$/m, ''));
    writeFileSync(join(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
    const { status, stdout, stderr } = runTool(
      terraform,
      [`-chdir=${folder}`, 'console'],
      `jsonencode(${expression})\n`,
    );
    expect({ status, errors: stderr.match(/Error:[\s\S]*/)?.[0] }).toEqual({ status: 0, errors: undefined });
    return JSON.parse(JSON.parse(stdout.trim()));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the Terraform modules, as Terraform reads them', () => {
  test('are formatted', (context) => {
    skipWithout(terraform, context);
    expect(runTool(terraform, ['fmt', '-check', '-recursive', TERRAFORM])).toMatchObject({
      status: 0,
      stdout: '',
    });
  });

  test('make the policies the code needs', (context) => {
    skipWithout(terraform, context);
    const document = (file: string, given: string): Policy =>
      JSON.parse(
        terraformValue('member', `templatefile("\${local.policies}/${file}", ${given})`, {
          reader_principal: READER,
        }) as string,
      );
    expect(document('directory.json.tftpl', '{ role_name = "mfa" }')).toEqual(directoryPolicy('mfa'));
    expect(document('assume.json.tftpl', '{ role_name = "mfa" }')).toEqual(ASSUME('mfa'));
    const names = JSON.stringify(PROTECTED_NAMES);
    expect(document('enforcer.json.tftpl', `{ protected_user_names = ${names} }`)).toEqual(ENFORCER);
  });

  test('a member has a role for the reader, and one for an enforcer only where there is one', (context) => {
    skipWithout(terraform, context);
    const roles = (variables: object) =>
      terraformValue('member', '[local.trust, local.documents]', variables as Record<string, unknown>);
    const parsed = (values: unknown) =>
      (values as Record<string, string>[]).map((texts) =>
        Object.fromEntries(Object.entries(texts).map(([what, text]) => [what, JSON.parse(text)])),
      );
    expect(parsed(roles({ reader_principal: READER }))[0]).toEqual({ read: trust(READER) });
    const both = {
      reader_principal: READER,
      enforcer_principal: 'acs:ram::1:user/e',
      external_id: 'corp-1',
      protected_user_names: PROTECTED_NAMES,
    };
    expect(parsed(roles(both))).toEqual([
      { read: trust(READER, 'corp-1'), enforce: trust('acs:ram::1:user/e', 'corp-1') },
      { read: readerPolicy(), enforce: ENFORCER },
    ]);
  });
});
