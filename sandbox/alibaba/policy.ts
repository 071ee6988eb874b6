import { isRecord } from '../json.ts';

/** A RAM policy in the vendor's own form: https://www.alibabacloud.com/help/en/ram/user-guide/policy-elements */
export interface PolicyDocument {
  readonly Version: '1';
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

export type PolicyDecision = 'allow' | 'implicit_deny' | 'explicit_deny';

/** Not a policy, or one with elements (Condition, NotAction, Principal) that are not evaluated here. */
export class PolicyGrammarError extends Error {
  override readonly name = 'PolicyGrammarError';
}

/** One statement that allows these actions on these resources. */
export function allowPolicy(
  actions: readonly string[],
  resources: readonly string[] = ['*'],
): PolicyDocument {
  return { Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }] };
}

interface CompiledStatement {
  readonly allows: boolean;
  readonly actions: readonly RegExp[];
  readonly resources: readonly RegExp[];
}

const compiledPolicies = new WeakMap<PolicyDocument, readonly CompiledStatement[]>();

/** A Deny beats every Allow; without an Allow the answer is no. */
export function evaluatePolicy(policy: PolicyDocument, action: string, resource: string): PolicyDecision {
  const statements = compile(policy).filter(
    (statement) =>
      statement.actions.some((pattern) => pattern.test(action)) &&
      statement.resources.some((pattern) => pattern.test(resource)),
  );
  if (statements.some((statement) => !statement.allows)) return 'explicit_deny';
  return statements.length > 0 ? 'allow' : 'implicit_deny';
}

/** @throws {PolicyGrammarError} */
export function checkPolicy(value: unknown): PolicyDocument {
  if (!isRecord(value) || value.Version !== '1' || !Array.isArray(value.Statement)) {
    throw new PolicyGrammarError('A policy needs Version "1" and a list of statements.');
  }
  for (const statement of value.Statement) checkStatement(statement);
  return value as unknown as PolicyDocument;
}

function checkStatement(statement: unknown): void {
  if (!isRecord(statement)) throw new PolicyGrammarError('A statement must be an object.');
  const unknown = Object.keys(statement).find((key) => !['Effect', 'Action', 'Resource'].includes(key));
  if (unknown) throw new PolicyGrammarError(`The element ${unknown} is not evaluated here.`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new PolicyGrammarError('Effect must be Allow or Deny.');
  }
  for (const key of ['Action', 'Resource'] as const) {
    const values = listOf(statement[key] as string | string[] | undefined);
    if (values.length === 0 || values.some((value) => typeof value !== 'string')) {
      throw new PolicyGrammarError(`${key} must be a string or a list of strings.`);
    }
  }
}

function compile(policy: PolicyDocument): readonly CompiledStatement[] {
  const known = compiledPolicies.get(policy);
  if (known) return known;
  const compiled = checkPolicy(policy).Statement.map((statement) => ({
    allows: statement.Effect === 'Allow',
    actions: listOf(statement.Action).map(wildcard),
    resources: listOf(statement.Resource).map(wildcard),
  }));
  compiledPolicies.set(policy, compiled);
  return compiled;
}

/** `*` stands for any run of characters, also none: `acs:ram:*:1:user/x` covers the spelling `acs:ram::1:user/x`. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
