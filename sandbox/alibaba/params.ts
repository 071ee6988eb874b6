import { ApiError, invalidParameter, missingParameter } from './api-error.ts';

export type Params = Readonly<Record<string, string>>;

/** @throws {ApiError} when it is missing or empty */
export function requiredParameter(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** @throws {ApiError} when it is no integer or out of range */
export function integerParameter(
  params: Params,
  name: string,
  range: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const text = params[name];
  if (text === undefined) return range.default;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw invalidParameter(name);
}

/** null = not given. @throws {ApiError} when it is neither `true` nor `false` */
export function booleanParameter(params: Params, name: string): boolean | null {
  const text = params[name];
  if (text === undefined) return null;
  if (text !== 'true' && text !== 'false') throw invalidParameter(name);
  return text === 'true';
}

/** null = not given. @throws {ApiError} when it is none of the choices */
export function choiceParameter<Choice extends string>(
  params: Params,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const text = params[name];
  if (text === undefined || text === '') return null;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw invalidParameter(name);
  return choice;
}

/** @throws {ApiError} with the documented codes for a name RAM could not have given */
export function assertUserName(userName: string, parameter = 'UserName'): void {
  if (userName.length > 64) {
    throw invalidParameter(`${parameter}.Length`, `The parameter - "${parameter}" beyond the length limit.`);
  }
  if (!/^[A-Za-z0-9._-]+$/.test(userName)) {
    throw invalidParameter(
      `${parameter}.InvalidChars`,
      `The parameter - "${parameter}" contains invalid chars.`,
    );
  }
}

/** Documented parameters that are not built here are refused, since ignoring them would answer wrongly. */
export function refuseParameters(params: Params, prefixes: readonly string[]): void {
  const refused = Object.keys(params).find((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  if (!refused) return;
  throw new ApiError({
    status: 400,
    code: 'InvalidParameter',
    message: `The sandbox does not offer the parameter ${refused}.`,
  });
}
