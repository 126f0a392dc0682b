import { type Connection, connect } from '../../lab/work.ts';
import type { CheckService } from './check-service.ts';

/** The check service: in a worker where there can be one, else here. */
export function connectCheck(): Promise<Connection<CheckService>> {
  return connect<CheckService>(
    () => new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' }),
    async () => new (await import('./check-service.ts')).CheckService(),
  );
}
