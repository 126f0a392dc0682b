import { type Connection, connect } from '../../lab/work.ts';
import type { SearchService } from './search-service.ts';

/** The search service: in a worker where there can be one, else here. */
export function connectSearch(): Promise<Connection<SearchService>> {
  return connect<SearchService>(
    () => new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' }),
    async () => new (await import('./search-service.ts')).SearchService(),
  );
}
