import type { z } from 'zod';
import type { AttachedPolicy, PolicyStatement, RightsReading } from '../domain/privilege.ts';
import type { RamUser } from '../domain/ram-user.ts';
import { AlibabaError } from './accounts.ts';
import { groupsAnswered, parseAnswer, policiesAnswered, policyAnswered, policyDocument } from './answers.ts';
import type { CallContext } from './call-context.ts';
import { UNEXPECTED_ANSWER } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS, type Operation } from './permissions.ts';
import type { CallParameters } from './sdk.ts';

/** What reaches a user, of an account whose groups and policies are each read once. */
export type RightsOf = (user: RamUser) => Promise<RightsReading>;

export function createRightsOf(gateway: Gateway, context: CallContext): RightsOf {
  return rightsInAccount(askingOnce((...call) => gateway.read(...call, context)));
}

/** One thing that was asked for: its answer, or why there is none. */
interface Asked<T> {
  readonly answer: T | null;
  readonly errorCode: string | null;
}

type Ask = <T>(call: Call, schema: z.ZodType<T>) => Promise<Asked<T>>;
type Call = readonly [operation: Operation, parameters: CallParameters];

/** Whether an operation is refused shows at its first call, and then it is not called again. */
function askingOnce(read: (...call: Call) => Promise<unknown>): Ask {
  const refused = new Map<Operation, string>();
  const first = new Map<Operation, Promise<unknown>>();

  async function ask<T>([operation, parameters]: Call, schema: z.ZodType<T>): Promise<Asked<T>> {
    const refusedCode = refused.get(operation);
    if (refusedCode !== undefined) return { answer: null, errorCode: refusedCode };
    try {
      const answer = parseAnswer(schema, await read(operation, parameters), operation);
      return { answer, errorCode: null };
    } catch (error) {
      if (!(error instanceof AlibabaError)) throw error;
      if (error.reason === 'no_permission') refused.set(operation, error.code);
      return { answer: null, errorCode: error.code };
    }
  }

  return async (call, schema) => {
    const [operation] = call;
    const opening = first.get(operation);
    if (opening !== undefined) {
      await opening;
      return ask(call, schema);
    }
    const asked = ask(call, schema);
    first.set(operation, asked);
    return asked;
  };
}

/** Each group and each policy is read once. */
function rightsInAccount(ask: Ask): RightsOf {
  const statementsOf = remembered((policyName) => readStatements(ask, policyName));

  async function policiesIn(call: Call, groupName: string | null): Promise<RightsReading> {
    const { answer, errorCode } = await ask(call, policiesAnswered);
    const listed = (answer?.Policies.Policy ?? []).map(async ({ PolicyName: policyName, PolicyType }) => {
      const isVendors = PolicyType === 'System';
      const statements = isVendors ? NOT_READ : await statementsOf(policyName);
      return partOf(
        { policyName, isVendors, groupName, statements: statements.answer },
        statements.errorCode,
      );
    });
    return together([{ policies: [], errorCode }, ...(await Promise.all(listed))]);
  }

  const policiesOfGroup = remembered((groupName) =>
    policiesIn([OPERATIONS.listPoliciesForGroup, { GroupName: groupName }], groupName),
  );

  return async ({ userName }) => {
    const parameters = { UserName: userName };
    const direct = await policiesIn([OPERATIONS.listPoliciesForUser, parameters], null);
    const { answer, errorCode } = await ask([OPERATIONS.listGroupsForUser, parameters], groupsAnswered);
    const groups = (answer?.Groups.Group ?? []).map(({ GroupName }) => policiesOfGroup(GroupName));
    return together([direct, { policies: [], errorCode }, ...(await Promise.all(groups))]);
  };
}

const partOf = (policy: AttachedPolicy, errorCode: string | null): RightsReading => ({
  policies: [policy],
  errorCode,
});

async function readStatements(ask: Ask, policyName: string): Promise<Asked<readonly PolicyStatement[]>> {
  const parameters = { PolicyName: policyName, PolicyType: 'Custom' };
  const { answer, errorCode } = await ask([OPERATIONS.getPolicy, parameters], policyAnswered);
  return answer === null
    ? { answer: null, errorCode }
    : statementsIn(answer.DefaultPolicyVersion.PolicyDocument);
}

/** The vendor's own policies are known by their names. */
const NOT_READ: Asked<readonly PolicyStatement[]> = { answer: null, errorCode: null };

function statementsIn(document: string): Asked<readonly PolicyStatement[]> {
  try {
    const { data } = policyDocument.safeParse(JSON.parse(document));
    if (data !== undefined) return { answer: data.Statement, errorCode: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { answer: null, errorCode: UNEXPECTED_ANSWER };
}

function together(parts: readonly RightsReading[]): RightsReading {
  return {
    policies: parts.flatMap(({ policies }) => policies),
    errorCode: parts.find(({ errorCode }) => errorCode !== null)?.errorCode ?? null,
  };
}

function remembered<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const answer = known.get(name) ?? read(name);
    known.set(name, answer);
    return answer;
  };
}
