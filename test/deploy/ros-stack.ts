type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Record_ = Readonly<Record<string, Json>>;

export interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Conditions?: Record_;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: Json }>>;
}

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Record_;
}

export interface Stack {
  /** Those whose condition holds, with every function carried out. */
  readonly resources: Readonly<Record<string, { readonly type: string; readonly properties: Record_ }>>;
  readonly outputs: Record_;
}

const PSEUDO = { 'ALIYUN::TenantId': '1000000000000001', 'ALIYUN::Region': 'cn-hangzhou' };
const NO_VALUE = Symbol('ALIYUN::NoValue');
type Value = Json | typeof NO_VALUE;

/** Carries out the functions of a template as its reference says, with the parameters given. @throws {Error} for what is unknown */
export function createStack(template: Template, given: Readonly<Record<string, string>>): Stack {
  const evaluate = (value: Json) => new Evaluation(template, given).value(value) as Json;
  const isMade = ({ Condition }: Resource) =>
    Condition === undefined || evaluate(template.Conditions?.[Condition] ?? null) === true;
  const made = Object.entries(template.Resources).filter(([, resource]) => isMade(resource));
  return {
    resources: Object.fromEntries(
      made.map(([name, { Type, Properties }]) => [
        name,
        { type: Type, properties: evaluate(Properties) as Record_ },
      ]),
    ),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, evaluate(Value)]),
    ),
  };
}

class Evaluation {
  readonly #template: Template;
  readonly #given: Readonly<Record<string, string>>;

  constructor(template: Template, given: Readonly<Record<string, string>>) {
    this.#template = template;
    this.#given = given;
  }

  value(json: Json): Value {
    if (Array.isArray(json))
      return json.map((one) => this.value(one)).filter((one) => one !== NO_VALUE) as Json;
    if (typeof json !== 'object' || json === null) return json;
    const [[key = '', argument = null] = [], ...more] = Object.entries(json as Record_);
    if (more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return this.#call(key, argument);
    // A template in a template is carried out where it is used, not here.
    const entries = Object.entries(json as Record_).map(([name, one]) => [
      name,
      name === 'TemplateBody' ? one : this.value(one),
    ]);
    return Object.fromEntries(entries.filter(([, one]) => one !== NO_VALUE)) as Json;
  }

  #call(name: string, argument: Json): Value {
    switch (name) {
      case 'Ref':
        return this.#reference(argument as string);
      case 'Fn::Sub':
        return (argument as string).replaceAll(/\$\{([^}]+)\}/g, (_, of: string) =>
          String(this.#reference(of)),
        );
      case 'Fn::GetAtt': {
        const [resource = '', attribute = ''] = argument as string[];
        return this.value(
          this.#template.Resources[resource]?.Properties[attribute] ?? `${resource}.${attribute}`,
        );
      }
      case 'Fn::Not':
        return this.value(argument) !== true;
      case 'Fn::If': {
        const [condition = '', whenTrue = null, whenFalse = null] = argument as [string, Json, Json];
        const holds = this.value(this.#template.Conditions?.[condition] ?? unknown(condition));
        return this.value(holds === true ? whenTrue : whenFalse);
      }
      default:
        return this.#withList(name, this.value(argument) as Json[]);
    }
  }

  #withList(name: string, [first = null, second = null]: readonly Json[]): Json {
    switch (name) {
      case 'Fn::Equals':
        return first === second;
      case 'Fn::Join':
        return (second as string[]).join(first as string);
      case 'Fn::Split':
        return (second as string).split(first as string);
      default:
        return unknown(name);
    }
  }

  #reference(name: string): Value {
    if (name === 'ALIYUN::NoValue') return NO_VALUE;
    if (name in PSEUDO) return PSEUDO[name as keyof typeof PSEUDO];
    const parameter = this.#template.Parameters[name] ?? unknown(name);
    const text = this.#given[name] ?? parameter.Default ?? unknown(`a value for ${name}`);
    return parameter.Type === 'CommaDelimitedList' ? text.split(',') : text;
  }
}

function unknown(name: string): never {
  throw new Error(`The template has no ${name}`);
}
