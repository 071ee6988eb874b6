import { startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type FleetSize, fleetOf } from './fleet-company.ts';

/** How the sandbox of a fleet answers. */
export interface FleetAnswers {
  readonly latencyMs: number;
  readonly enforceQuotas: boolean;
}

export interface FleetSandboxSays {
  readonly url: string;
}

// In a process of its own, so that what it takes of time and memory is not the bot's.
const { latencyMs, enforceQuotas, ...size } = JSON.parse(process.argv[2] ?? '{}') as FleetSize & FleetAnswers;
const cloud = await startAlibabaSandbox({ accounts: fleetOf(size), latencyMs, enforceQuotas });
process.on('disconnect', () => process.exit(0));
const ready: FleetSandboxSays = { url: cloud.url };
process.send?.(ready);
