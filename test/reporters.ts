import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end why tests were skipped: a missing program is to be seen, not to be found. */
class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const reason of modules.flatMap(reasonsIn)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    for (const [reason, count] of counts) process.stdout.write(` Skipped ${count}: ${reason}\n`);
  }
}

function reasonsIn(module: TestModule): readonly string[] {
  return [...module.children.allTests('skipped')].map((test) => {
    const result = test.result();
    const note = result.state === 'skipped' ? result.note : undefined;
    return note ?? `${test.fullName} (${module.relativeModuleId})`;
  });
}

/** And with TEST_REPORT, a file for who counts (`.ci/run`). */
export function reporters(): ('default' | Reporter | ['json', { outputFile: string }])[] {
  const { TEST_REPORT } = process.env;
  const counted: ['json', { outputFile: string }][] = TEST_REPORT
    ? [['json', { outputFile: TEST_REPORT }]]
    : [];
  return ['default', new SkippedReporter(), ...counted];
}
