import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { KIND_IDS } from './engine/kinds.ts';
import { cellKey, tableEngine } from './engine/table/engine.ts';
import type { TableAction, TableConfig, TableEvent, TableState } from './engine/table/types.ts';

const matrix: Scenario<TableConfig, TableState, TableAction, TableEvent> = {
  id: 'matrix',
  title: 'Every kind against every kind',
  summary: 'A hundred pairs, each of them played packet by packet.',
  engine: tableEngine,
  actionSchema: async () => (await import('./table-action-schema.ts')).tableActionSchema,
  config: { kinds: KIND_IDS },
  seed: 7,
  course({ config, cells }) {
    const a = config.kinds.find((kind) => !config.kinds.every((b) => cells[cellKey(kind, b)]));
    return a ? { type: 'row', a } : null;
  },
  limit: 200,
  labels: {
    start: ({ index }) => index === 0,
    symmetric: ({ events: [event] }) => event?.kind === 'row' && event.a === 'symmetric',
    all: ({ state }) => tableEngine.explain(state, { type: 'guessing' }) === null,
  },
  figures: ['Matrix'],
  poster: 'all',
};

export const tableScenarios: readonly AnyScenario[] = [matrix];
