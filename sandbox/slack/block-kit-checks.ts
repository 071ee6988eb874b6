import { isRecord } from '../json.ts';

/** One thing wrong with a payload, in the words Slack's own validator uses. */
export interface BlockKitProblem {
  /** JSON pointer to the element. */
  readonly pointer: string;
  readonly message: string;
  readonly constraint: Readonly<Record<string, unknown>>;
}

export type Report = (problem: BlockKitProblem) => void;

/** Reports what is wrong with `value`, which stands at `pointer`. */
export type Check = (value: unknown, pointer: string, report: Report) => void;

export type Fields = Readonly<Record<string, Check>>;

/** Slack counts characters, not UTF-16 units. */
export const characterCount = (value: string): number => [...value].length;

/** `type` is always a field; any field not named here is refused, as Slack does. */
export function object(shape: { readonly required?: Fields; readonly optional?: Fields }): Check {
  const required = shape.required ?? {};
  const known: Fields = { ...required, ...shape.optional };
  return (value, pointer, report) => {
    if (!isRecord(value)) {
      report(noObject(pointer));
      return;
    }
    for (const field of Object.keys(required).filter((name) => value[name] === undefined)) {
      const constraint = { type: 'required', field };
      report({ pointer, message: `missing required field: ${field}`, constraint });
    }
    for (const [field, content] of Object.entries(value)) {
      if (field !== 'type' && content !== undefined) checkField(known, field)(content, pointer, report);
    }
  };
}

function checkField(known: Fields, field: string): Check {
  return (content, pointer, report) => {
    const check = Object.hasOwn(known, field) ? known[field] : undefined;
    const constraint = { type: 'additional_properties', got: field };
    if (check === undefined)
      report({ pointer, message: `invalid additional property: ${field}`, constraint });
    else check(content, `${pointer}/${field}`, report);
  };
}

const noObject = (pointer: string): BlockKitProblem => ({
  pointer,
  message: 'must provide an object',
  constraint: { type: 'type', expected: 'object' },
});

/** Chooses the check by the value's `type`. */
export function byType(checks: Fields): Check {
  return (value, pointer, report) => {
    if (!isRecord(value)) {
      report(noObject(pointer));
      return;
    }
    const check = Object.hasOwn(checks, String(value.type)) ? checks[String(value.type)] : undefined;
    if (check !== undefined) {
      check(value, pointer, report);
      return;
    }
    const constraint = { type: 'enum', expected: Object.keys(checks) };
    report({ pointer: `${pointer}/type`, message: `unsupported type: ${String(value.type)}`, constraint });
  };
}

export function array(item: Check, limits: { readonly min?: number; readonly max?: number }): Check {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) {
      report({ pointer, message: 'must provide an array', constraint: { type: 'type', expected: 'array' } });
      return;
    }
    const { min = 0, max = Number.POSITIVE_INFINITY } = limits;
    if (value.length > max) {
      report({
        pointer,
        message: `no more than ${max} items allowed`,
        constraint: { type: 'max_items', max },
      });
    }
    if (value.length < min) {
      report({
        pointer,
        message: `no less than ${min} items allowed`,
        constraint: { type: 'min_items', min },
      });
    }
    value.forEach((entry, index) => {
      item(entry, `${pointer}/${index}`, report);
    });
  };
}

export function string(limits: { readonly min?: number; readonly max?: number } = {}): Check {
  return (value, pointer, report) => {
    if (typeof value !== 'string') {
      report({ pointer, message: 'must provide a string', constraint: { type: 'type', expected: 'string' } });
      return;
    }
    const { min = 1, max = Number.POSITIVE_INFINITY } = limits;
    const length = characterCount(value);
    const tooLong = `must be less than ${max + 1} characters`;
    const tooShort = `must be more than ${min - 1} characters`;
    if (length > max) report({ pointer, message: tooLong, constraint: { type: 'max_length', max } });
    if (length < min) report({ pointer, message: tooShort, constraint: { type: 'min_length', min } });
  };
}

export function url(max = 3000): Check {
  const length = string({ max });
  return (value, pointer, report) => {
    length(value, pointer, report);
    if (typeof value === 'string' && !URL.canParse(value)) {
      report({ pointer, message: 'must be a valid url', constraint: { type: 'format', expected: 'url' } });
    }
  };
}

export function oneOf(expected: readonly (string | number)[]): Check {
  return (value, pointer, report) => {
    if (expected.some((option) => option === value)) return;
    const message = `must be one of: ${expected.join(', ')}`;
    report({ pointer, message, constraint: { type: 'enum', expected } });
  };
}

export const boolean: Check = (value, pointer, report) => {
  if (typeof value === 'boolean') return;
  report({ pointer, message: 'must provide a boolean', constraint: { type: 'type', expected: 'boolean' } });
};

export function number(limits: { readonly above?: number; readonly min?: number } = {}): Check {
  return (value, pointer, report) => {
    const { above = Number.NEGATIVE_INFINITY, min = Number.NEGATIVE_INFINITY } = limits;
    if (typeof value === 'number' && Number.isFinite(value) && value > above && value >= min) return;
    report({ pointer, message: 'must provide a number in range', constraint: { type: 'range', ...limits } });
  };
}

/** All of the checks. */
export function every(...checks: readonly Check[]): Check {
  return (value, pointer, report) => {
    for (const check of checks) check(value, pointer, report);
  };
}
