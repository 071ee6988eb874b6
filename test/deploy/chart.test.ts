import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { DEFAULTS } from '../../src/config/config.ts';
import { findTool, runTool, skipWithout } from './tool.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const CHART = join(REPOSITORY, 'deploy/helm');
const helm = findTool('helm');

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own, and its schema is checked below
  readonly spec?: any;
  readonly data?: Readonly<Record<string, string>>;
}

type Values = Readonly<Record<string, unknown>>;

const SETTINGS = { TIMEZONE: 'Asia/Shanghai' };
const NEEDED: Values = { existingSecret: 'mfa-secrets', settings: SETTINGS };
const POSTGRES = { url: 'postgres://mfa@db/mfa?sslmode=verify-full' };
const STANDBYS: Values = { replicaCount: 2, database: POSTGRES };
const EVERYTHING: Values = {
  ...STANDBYS,
  imagePullSecrets: [{ name: 'registry' }],
  metrics: { enabled: true, serviceMonitor: { enabled: true }, rules: { enabled: true } },
  serviceAccount: { annotations: { role: 'mfa' } },
  podLabels: { team: 'security' },
  podAnnotations: { a: 'b' },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'spot', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
};

function helmTemplate(values: Values) {
  const args = ['template', 'mfa', CHART, '--kube-version', '1.33', '--values', '-'];
  return runTool(helm, args, JSON.stringify({ ...NEEDED, ...values }));
}

function rendered(values: Values = {}): readonly Resource[] {
  const { status, stdout, stderr } = helmTemplate(values);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource) => resource !== null);
}

const kindsOf = (resources: readonly Resource[]) => resources.map(({ kind }) => kind).toSorted();

function only(kind: string, resources: readonly Resource[]): Resource {
  const found = resources.filter((resource) => resource.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Resource;
}

describe('the chart, rendered by helm', () => {
  beforeEach((context) => skipWithout(helm, context));

  test('is without a fault for helm lint', () => {
    const { status, stdout } = runTool(
      helm,
      ['lint', '--strict', CHART, '--values', '-'],
      JSON.stringify(NEEDED),
    );
    expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
    expect(status).toBe(0);
  });

  test('is one process with a volume on SQLite, which lets go of it before the next one starts', () => {
    const resources = rendered();
    expect(kindsOf(resources)).toEqual([
      ...['ConfigMap', 'Deployment', 'NetworkPolicy', 'PersistentVolumeClaim', 'ServiceAccount'],
    ]);
    const { spec } = only('Deployment', resources);
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(probesOf(spec)).toEqual({ startup: '/livez', liveness: '/livez', readiness: '/readyz' });
    expect(variablesOf(spec)).toEqual({
      DATABASE_URL: 'file:/data/mfa.db',
      HEALTH_HOST: '0.0.0.0',
      HEALTH_PORT: '8080',
    });
    expect(spec.template.spec.volumes[0]).toEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'mfa-ram-mfa-bot' },
    });
  });

  test('has standbys on PostgreSQL, none of which a rollout waits for', () => {
    const resources = rendered(STANDBYS);
    expect(kindsOf(resources)).not.toContain('PersistentVolumeClaim');
    const { spec } = only('Deployment', resources);
    expect(spec).toMatchObject({ replicas: 2, strategy: { type: 'RollingUpdate' } });
    expect(probesOf(spec)).toEqual({ startup: '/livez', liveness: '/livez', readiness: '/livez' });
    expect(variablesOf(spec).DATABASE_URL).toBe('postgres://mfa@db/mfa?sslmode=verify-full');
    expect(only('PodDisruptionBudget', resources).spec).toMatchObject({ maxUnavailable: 1 });
  });

  test('with one replica on PostgreSQL, the new one waits for the old one as well', () => {
    const { spec } = only('Deployment', rendered({ database: POSTGRES }));
    expect(spec.strategy).toEqual({ type: 'Recreate' });
    expect(probesOf(spec).readiness).toBe('/readyz');
  });

  test.each([
    ['standbys on SQLite', { replicaCount: 2 }, /database\.url/],
    ['no Secret', { existingSecret: '' }, /existingSecret/],
    ['no time zone', { settings: {} }, /TIMEZONE/],
    ['a password in the address', { database: { url: 'postgres://mfa:secret@db/mfa' } }, /DATABASE_PASSWORD/],
    ['an address of something else', { database: { url: 'mysql://db/mfa' } }, /\/database\/url/],
    [
      'a secret among the settings',
      { settings: { ...SETTINGS, SLACK_BOT_TOKEN: 'xoxb-1' } },
      /SLACK_BOT_TOKEN is a secret/,
    ],
    [
      'what the chart sets itself',
      { settings: { ...SETTINGS, HEALTH_HOST: '::' } },
      /HEALTH_HOST is the chart's own/,
    ],
    [
      'a number that YAML rounds',
      { settings: { ...SETTINGS, EXCLUDE_ACCOUNT_IDS: 1_234_567_890_123_456 } },
      /into quotes/,
    ],
    ['rules about nothing', { metrics: { rules: { enabled: true } } }, /metrics\.enabled/],
    ['a misspelt value', { replicas: 2 }, /replicas/],
    ['no process', { replicaCount: 0 }, /replicaCount/],
  ])('refuses %s, with what to do', (_what, values, says) => {
    const { status, stdout, stderr } = helmTemplate(values);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/xoxb-1|secret@/);
  });

  test('runs as nobody in particular, on a file system that is read-only', () => {
    for (const resources of [rendered(), rendered(EVERYTHING)]) {
      const { spec } = only('Deployment', resources).spec.template;
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      expect(spec.containers).toHaveLength(1);
      expect(spec.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(
        spec.containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath),
      ).toEqual([...['/data', '/tmp']]);
    }
  });

  test('lets nothing in, but who may scrape where there is something to scrape', () => {
    expect(only('NetworkPolicy', rendered()).spec).toMatchObject({ policyTypes: ['Ingress'], ingress: [] });
    const { ingress } = only('NetworkPolicy', rendered({ metrics: { enabled: true } })).spec;
    expect(ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        ports: [{ protocol: 'TCP', port: 'health' }],
      },
    ]);
  });

  test('never asks /healthz, which is for alerts: a vendor that is away must not restart anything', () => {
    expect(JSON.stringify(rendered(EVERYTHING).filter(({ kind }) => kind === 'Deployment'))).not.toContain(
      'healthz',
    );
  });

  test('what selects the pods agrees with their labels', () => {
    const resources = rendered(EVERYTHING);
    const pods = only('Deployment', resources).spec.template.metadata.labels;
    const selectors = [
      only('Deployment', resources).spec.selector.matchLabels,
      only('NetworkPolicy', resources).spec.podSelector.matchLabels,
      only('PodDisruptionBudget', resources).spec.selector.matchLabels,
      only('Service', resources).spec.selector,
    ];
    for (const selector of selectors) expect(pods).toMatchObject(selector);
    const { spec: monitor } = only('ServiceMonitor', resources);
    expect(only('Service', resources).metadata.labels).toMatchObject(monitor.selector.matchLabels);
    expect(only('Service', resources).metadata.labels[monitor.jobLabel]).toBe('ram-mfa-bot');
  });

  test('settings arrive as they were written', () => {
    const { data } = only(
      'ConfigMap',
      rendered({ settings: { ...SETTINGS, RETENTION_DAYS: 400, RESOURCE_DIRECTORY: true } }),
    );
    expect(data).toEqual({ TIMEZONE: 'Asia/Shanghai', RETENTION_DAYS: '400', RESOURCE_DIRECTORY: 'true' });
  });

  test('a changed setting starts a new pod', () => {
    const annotation = (settings = {}) =>
      only('Deployment', rendered({ settings: { ...SETTINGS, ...settings } })).spec.template.metadata
        .annotations['checksum/settings'];
    expect(annotation({ LOG_LEVEL: 'debug' })).not.toBe(annotation());
  });

  test.each([
    { name: 'on SQLite', values: {} },
    { name: 'with everything', values: EVERYTHING },
  ])(
    'is what the API server knows, $name: no field misspelt, none missing, none of another type',
    async ({ values }) => {
      const resources = rendered(values);
      for (const resource of resources) (await modelOf(resource)).validate();
      expect(typeErrorsOf(resources)).toBe('');
    },
    60_000,
  );
});

test('a misspelt field, which a schema lets pass, is told', () => {
  const spec = { selector: {}, template: { spec: { containers: [{ name: 'bot', livenesProbe: {} }] } } };
  const metadata = { name: 'bot', labels: {} };
  expect(typeErrorsOf([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }])).toMatch(
    /livenesProbe/,
  );
}, 60_000);

const CONTAINER_PROBES = { startup: 'startupProbe', liveness: 'livenessProbe', readiness: 'readinessProbe' };

// biome-ignore lint/suspicious/noExplicitAny: read from YAML
function probesOf(spec: any) {
  const [container] = spec.template.spec.containers;
  const entries = Object.entries(CONTAINER_PROBES);
  return Object.fromEntries(entries.map(([name, field]) => [name, container[field].httpGet.path]));
}

// biome-ignore lint/suspicious/noExplicitAny: read from YAML
function variablesOf(spec: any): Record<string, string> {
  const env = spec.template.spec.containers[0].env as { name: string; value: string }[];
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

const OPERATOR = 'monitoring.coreos.com/';

/** The module of a kind in the packages that are generated from the vendors' API schemas. */
function moduleOf({ apiVersion, kind }: Resource): string {
  const packageName = apiVersion.startsWith(OPERATOR)
    ? '@kubernetes-models/prometheus-operator'
    : 'kubernetes-models';
  return `${packageName}/${apiVersion}/${kind}`;
}

async function modelOf(resource: Resource): Promise<{ validate(): void }> {
  const models = await import(moduleOf(resource));
  return new models[resource.kind](resource);
}

/** The schemas take fields that nobody knows; the compiler does not. */
function typeErrorsOf(resources: readonly Resource[]): string {
  const cache = join(REPOSITORY, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'chart-'));
  try {
    const lines = resources.map((resource, index) => {
      const type = `import('${moduleOf(resource)}').I${resource.kind}`;
      return `export const resource${index}: ${type} = ${JSON.stringify(resource)};`;
    });
    writeFileSync(join(folder, 'resources.ts'), `${lines.join('\n')}\n`);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', ''];
    const tsc = join(REPOSITORY, 'node_modules/.bin/tsc');
    return spawnSync(tsc, [...options, '--ignoreConfig', 'resources.ts'], { cwd: folder, encoding: 'utf8' })
      .stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const read = (path: string) => readFileSync(join(CHART, path), 'utf8');

describe('the chart, as it is written', () => {
  test('has the version of the program', () => {
    const { version } = packageJson;
    expect(parse(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });

  test('its schema knows each value, and no other', () => {
    const schema = JSON.parse(read('values.schema.json'));
    const unknown = misfits(parse(read('values.yaml')), schema, '');
    expect(unknown).toEqual([]);
  });

  test('names in its comments and refusals only variables that there are', () => {
    const texts = [
      read('values.yaml'),
      ...readdirSync(join(CHART, 'templates')).map((name) => read(`templates/${name}`)),
    ];
    const named = texts.join('\n').match(/\b[A-Z]+(_[A-Z]+)+\b/g) ?? [];
    const elsewhere = ['NODE_EXTRA_CA_CERTS'];
    const known = [...DEFAULTS.keys(), ...elsewhere, ...NOT_YET.filter((name) => !DEFAULTS.has(name))];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** In the contract, and read by parts of the program that come with a later change. */
const NOT_YET = ['DATABASE_PASSWORD'];

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Where values and schema do not name the same. */
function misfits(
  values: Readonly<Record<string, unknown>>,
  { properties = {} }: Schema,
  path: string,
): readonly string[] {
  const names = new Set([...Object.keys(values), ...Object.keys(properties)]);
  names.delete('global');
  return [...names].flatMap((name) => {
    const here = `${path}.${name}`;
    const schema = properties[name];
    if (schema === undefined || !(name in values)) return [here];
    return schema.properties === undefined
      ? []
      : misfits(values[name] as Record<string, unknown>, schema, here);
  });
}
