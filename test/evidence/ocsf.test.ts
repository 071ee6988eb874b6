import { expect, test } from 'vitest';
import { ocsfFinding } from '../../src/evidence/ocsf.ts';
import schema from './ocsf/compliance-finding.json' with { type: 'json' };

interface Attribute {
  readonly requirement: string;
  readonly type?: string;
  readonly object?: string;
  readonly array?: boolean;
  readonly enum?: Readonly<Record<string, string>>;
}
type Attributes = Readonly<Record<string, Attribute>>;
type Fields = Readonly<Record<string, unknown>>;

const OBJECTS: Readonly<Record<string, Attributes>> = schema.objects;

/** What the published schema has against it. */
function problems(value: Fields, attributes: Attributes, path: string): readonly string[] {
  const missing = Object.entries(attributes)
    .filter(([name, { requirement }]) => requirement === 'required' && value[name] === undefined)
    .map(([name]) => `${path}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const attribute = attributes[name];
    return attribute === undefined
      ? [`${path}.${name} is not known`]
      : of(field, attribute, `${path}.${name}`);
  });
  return [...missing, ...wrong, ...captions(value, attributes, path)];
}

function of(field: unknown, attribute: Attribute, path: string): readonly string[] {
  if (attribute.array === true)
    return Array.isArray(field)
      ? field.flatMap((one) => of(one, { ...attribute, array: false }, path))
      : [`${path} is no list`];
  if (attribute.object !== undefined) return problems(field as Fields, OBJECTS[attribute.object] ?? {}, path);
  if (attribute.enum !== undefined && !(String(field) in attribute.enum)) return [`${path} is ${field}`];
  const isNumber = /^(integer|long|timestamp)_t$/.test(attribute.type ?? '');
  const isText = /^(string|.*name|.*uid|url)_t$/.test(attribute.type ?? '');
  if (isNumber && !Number.isInteger(field)) return [`${path} is no whole number`];
  return isText && typeof field !== 'string' ? [`${path} is no text`] : [];
}

/** Beside an id stands its caption; 99 has words of its own. */
function captions(value: Fields, attributes: Attributes, path: string): readonly string[] {
  return Object.keys(value)
    .filter((name) => name.endsWith('_id') && value[name] !== 99)
    .flatMap((name) => {
      const caption = attributes[name]?.enum?.[String(value[name])];
      const said = value[name.slice(0, -3)] ?? value[name.replace('_id', '_name')];
      return said === undefined || caption === undefined || said === caption
        ? []
        : [`${path}.${name} is not ${said}`];
    });
}

const ROW = {
  ...{ auditId: 'a', accountId: '1000000000000001', userId: '2', userName: 'jane.doe' },
  ...{ reason: 'no_device', mfaDevice: 'none', mfaRequired: false, requestId: '13B88075' },
  ...{ readAt: '2026-10-01T01:10:00.000Z', lastRequestId: null, lastReadAt: null, errorCode: null },
};

test.each([
  ['compliant', 'Pass'],
  ['noncompliant', 'Fail'],
  ['unknown', 'Unknown'],
  ['not_applicable', 'Not applicable'],
])('a finding that is %s is a valid one of class 2003, with status %s', (verdict, status) => {
  const finding = ocsfFinding({ ...ROW, verdict }, '2026-10-02T01:10:00.000Z', '1.0.0');
  expect(problems(JSON.parse(JSON.stringify(finding)) as Fields, schema.class, 'finding')).toEqual([]);
  expect(finding).toMatchObject({
    class_uid: 2003,
    metadata: { version: schema.version },
    compliance: { status, checks: expect.arrayContaining([expect.objectContaining({ uid: '1.4' })]) },
  });
});

test('what is not of the schema is found', () => {
  const finding = ocsfFinding({ ...ROW, verdict: 'compliant' }, '2026-10-02T01:10:00.000Z', '1.0.0');
  const { class_uid: _gone, ...rest } = finding;
  expect(problems({ ...rest, severity_id: 77, surprise: 1 }, schema.class, 'finding')).toEqual([
    'finding.class_uid is missing',
    'finding.severity_id is 77',
    'finding.surprise is not known',
  ]);
});
