import { type Connection, connect } from '../../../../lab/work.ts';
import type { ReplayService } from './replay-service.ts';

/** The replay service: in a worker where there can be one, else here. */
export function connectReplay(): Promise<Connection<ReplayService>> {
  return connect<ReplayService>(
    () => new Worker(new URL('./replay.worker.ts', import.meta.url), { type: 'module' }),
    async () => new (await import('./replay-service.ts')).ReplayService(),
  );
}
