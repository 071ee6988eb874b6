import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GAUGES } from '../../src/domain/gauge.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { findTool, runTool, skipWithout } from './tool.ts';

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const { panels }: { panels: readonly Panel[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../deploy/grafana-dashboard.json'), 'utf8'),
);
const queries = panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));
const promtool = findTool('promtool');

describe('the dashboard for Grafana', () => {
  test('asks for figures that the bot has', async () => {
    const metrics = createMetrics('0');
    // What happens is counted from here on.
    metrics.counting(createLog('silent'));
    const given = await metrics.text([]);
    const names = new Set([...given.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
    const asked = queries.flatMap(({ expr }) => expr.match(/ram_mfa_\w+/g) ?? []);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });

  test('and shows every one of the bot’s own', () => {
    const asked = queries.map(({ expr }) => expr).join('\n');
    const missing = Object.keys(GAUGES).filter((name) => !asked.includes(`ram_mfa_${name}`));
    expect(missing).toEqual([]);
  });

  test('asks in a way that Prometheus takes', (context) => {
    skipWithout(promtool, context);
    const folder = mkdtempSync(join(tmpdir(), 'mfa-dashboard-'));
    try {
      const rules = queries.map(({ expr }, index) => ({ record: `panel:${index}`, expr }));
      const path = join(folder, 'panels.yaml');
      writeFileSync(path, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
      const { status, stdout, stderr } = runTool(promtool, ['check', 'rules', path]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain(`${queries.length} rules found`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('names each line by what it is summed by', () => {
    for (const { expr, legendFormat } of queries) {
      const [, labels] = /by \(([^)]+)\)/.exec(expr) ?? [];
      const named = legendFormat.match(/(?<=\{\{)\w+/g) ?? [];
      if (labels !== undefined && named.length > 0) expect(named.join(', ')).toBe(labels);
    }
  });

  test('has each panel in a place of its own, with what it means', () => {
    const taken = new Set<string>();
    for (const {
      gridPos: { x, y, w, h },
      description,
    } of panels) {
      expect(description).toMatch(/.{20,}/);
      expect(x + w).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column += 1) {
        for (let row = y; row < y + h; row += 1) {
          expect(taken.has(`${column},${row}`)).toBe(false);
          taken.add(`${column},${row}`);
        }
      }
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
