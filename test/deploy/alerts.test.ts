import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/metrics.ts';
import { findTool, runTool, skipWithout } from './tool.ts';

const ALERTS = join(import.meta.dirname, '../../deploy/helm/alerts.yaml');
const source = readFileSync(ALERTS, 'utf8');
const promtool = findTool('promtool');

const JOB = { job: 'ram-mfa-bot' };
const series = (name: string, labels: object, values: string) => {
  const pairs = Object.entries({ ...JOB, ...labels }).map(([label, value]) => `${label}="${value}"`);
  return { series: `${name}{${pairs.join(',')}}`, values };
};
interface Rule {
  readonly alert: string;
  readonly annotations: Readonly<Record<string, string>>;
}
const RULES: readonly Rule[] = parse(source).groups.flatMap(({ rules }: { rules: Rule[] }) => rules);

/** With its words, as they are sent. */
function firing(alertname: string, minute: number, { value = '', ...labels }: Record<string, string> = {}) {
  const words = JSON.stringify(RULES.find(({ alert }) => alert === alertname)?.annotations)
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '')
    .replaceAll('{{ $value | humanizeDuration }}', value);
  const alert = { exp_labels: { severity: 'warning', ...labels }, exp_annotations: JSON.parse(words) };
  return { eval_time: `${minute}m`, alertname, exp_alerts: [alert] };
}
const silent = (alertname: string, minute: number) => ({
  eval_time: `${minute}m`,
  alertname,
  exp_alerts: [],
});

/** As promtool reads it: a figure a minute, and what is to be told when. */
const ALERTS_TEST = {
  rule_files: [ALERTS],
  evaluation_interval: '1m',
  tests: [
    {
      interval: '1m',
      // A standby that is gone is no alert; both are.
      input_series: [
        series('up', { pod: 'a' }, '1x10 0x60'),
        series('up', { pod: 'b' }, '1x30 0x60'),
        series('ram_mfa_part_failing', { part: 'slack' }, '0x5 1x60'),
        series('ram_mfa_part_failing', { part: 'database' }, '0x60'),
        series('ram_mfa_audit_age_seconds', { account: '1' }, '90000+60x90'),
        series('ram_mfa_audit_age_seconds', { account: '2' }, '60+60x90'),
      ],
      alert_rule_test: [
        silent('RamMfaBotGone', 25),
        firing('RamMfaBotGone', 45),
        silent('RamMfaBotPartFailing', 15),
        firing('RamMfaBotPartFailing', 25, { part: 'slack' }),
        silent('RamMfaBotAuditOld', 70),
        firing('RamMfaBotAuditOld', 80, { account: '1', value: '1d 2h 20m 0s' }),
      ],
    },
  ],
};

describe('the alert rules', () => {
  test('are accepted by promtool', (context) => {
    skipWithout(promtool, context);
    const { status, stdout, stderr } = runTool(promtool, ['check', 'rules', ALERTS]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
  });

  test('fire when they should, and not before', (context) => {
    skipWithout(promtool, context);
    const folder = mkdtempSync(join(tmpdir(), 'mfa-alerts-'));
    try {
      writeFileSync(join(folder, 'alerts.test.yaml'), JSON.stringify(ALERTS_TEST));
      const { status, stderr } = runTool(promtool, ['test', 'rules', join(folder, 'alerts.test.yaml')]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('ask for figures that the bot has, by labels that they have', async () => {
    const figures = await createMetrics('0').text([
      { name: 'part_failing', labels: { part: 'slack' }, value: 1 },
      { name: 'audit_age_seconds', labels: { account: '1' }, value: 1 },
    ]);
    const asked = [...source.matchAll(/by \((\w+)\) \((ram_mfa_\w+)\)/g)];
    expect(asked).toHaveLength(source.match(/ram_mfa_/g)?.length ?? 0);
    for (const [, label, name] of asked) expect(figures).toContain(`${name}{${label}="`);
  });

  test('say what it means and what to do', () => {
    expect(RULES.length).toBeGreaterThan(0);
    for (const rule of RULES) {
      expect(rule).toMatchObject({
        annotations: {
          summary: expect.stringMatching(/.{20,}/),
          description: expect.stringMatching(/.{20,}/),
        },
      });
    }
  });
});
