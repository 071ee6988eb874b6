import type { Company } from './company.ts';

/** Now and then what vendors do on a bad day: acknowledgements lost, errors after the deed, resets, limits, slowness. */
export function switchOnFaults({ alibaba, slack, dingtalk }: Company): void {
  const seldom = { probability: 0.1 } as const;
  alibaba.faults.add({ kind: 'slow', delayMs: 40, ...seldom });
  alibaba.faults.add({ kind: 'server_error', status: 503, ...seldom });
  alibaba.faults.add({ kind: 'throttle', ...seldom });
  alibaba.faults.add({ kind: 'reset', ...seldom });
  const method = 'chat.postMessage';
  slack?.faults.add({ method, kind: 'accept_then_reset', ...seldom });
  slack?.faults.add({ method, kind: 'accept_then_500', ...seldom });
  slack?.faults.add({ method, kind: 'reset_before', ...seldom });
  slack?.faults.add({ method, kind: 'rate_limited', retryAfterSeconds: 20, ...seldom });
  slack?.faults.add({ method: 'conversations.history', kind: 'server_error', ...seldom });
  const endpoint = 'POST /v1.0/robot/oToMessages/batchSend';
  dingtalk?.faults.add({ endpoint, kind: 'accept_then_reset', ...seldom });
  dingtalk?.faults.add({ endpoint, kind: 'reset_before', ...seldom });
  dingtalk?.faults.add({ endpoint, kind: 'qps_403', ...seldom });
}
