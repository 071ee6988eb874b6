import { it } from 'vitest';
import { openSurgery } from './doctor-process.ts';
it('x', async () => {
  const s = await openSurgery();
  s.alibaba.faults.add({ action: 'GetUserMFAInfo', kind: 'hang' });
  s.slack.faults.add({ method: 'auth.test', kind: 'accept_then_hang' });
  s.dingtalk.faults.add({ endpoint: 'POST /topapi/v2/user/list', kind: 'accept_then_hang' });
  const t = performance.now();
  const d = await s.diagnose();
  console.log(performance.now() - t, d.exitCode, d.errors);
  console.log(d.output);
  await s.stop();
}, 90_000);
