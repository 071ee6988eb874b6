import { startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type FleetSize, fleetOf } from './fleet-company.ts';

export interface FleetSandboxSays {
  readonly url: string;
}

// In a process of its own, so that what it takes of time and memory is not the bot's.
const { latencyMs, ...size } = JSON.parse(process.argv[2] ?? '{}') as FleetSize & {
  readonly latencyMs: number;
};
const cloud = await startAlibabaSandbox({ accounts: fleetOf(size), latencyMs });
process.on('disconnect', () => process.exit(0));
const ready: FleetSandboxSays = { url: cloud.url };
process.send?.(ready);
