import { MARK, PORTABLE_POLICIES, type Policy, USER_PREFIX } from './portable-policies.ts';

const { reader, witness, directory, assume, enforcer } = PORTABLE_POLICIES;

const json = (policy: Policy) => `${JSON.stringify(policy, null, 2)}\n`;
const withRole = (policy: Policy) => json(policy).replaceAll(MARK, `\${role_name}`);

const MARKED_LIST = /\[\s*"[^"]*MARK"\s*\]/;
const PROTECTED_LIST = `\${jsonencode([for name in protected_user_names : "${USER_PREFIX}\${name}"])}`;

/** By path below deploy/terraform/policies. */
export const TERRAFORM_POLICIES: Readonly<Record<string, string>> = {
  'reader.json': json(reader),
  'witness.json': json(witness),
  'directory.json.tftpl': withRole(directory),
  'assume.json.tftpl': withRole(assume),
  'enforcer.json.tftpl': json(enforcer).replace(MARKED_LIST, () => PROTECTED_LIST),
};
