import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { KIND_IDS } from './engine/kinds.ts';
import type { CircumstancesId } from './engine/table/circumstances.ts';
import { tableEngine } from './engine/table/engine.ts';
import {
  isFull,
  isRowDone,
  type TableAction,
  type TableConfig,
  type TableEvent,
  type TableState,
} from './engine/table/types.ts';

type TableScenario = Scenario<TableConfig, TableState, TableAction, TableEvent>;

/** Every kind against every kind, row by row. */
function table(
  circumstances: CircumstancesId,
  rest: Pick<TableScenario, 'id' | 'title' | 'summary' | 'minor'>,
): AnyScenario {
  return {
    ...rest,
    engine: tableEngine,
    actionSchema: async () => (await import('./table-action-schema.ts')).tableActionSchema,
    config: { kinds: KIND_IDS, circumstances },
    seed: 7,
    course(state) {
      const a = state.config.kinds.find((kind) => !isRowDone(state, kind));
      return a ? { type: 'row', a } : null;
    },
    limit: 200,
    labels: {
      start: ({ index }) => index === 0,
      symmetric: ({ events: [event] }) => event?.kind === 'row' && event.a === 'symmetric',
      all: ({ state }) => isFull(state),
    },
    figures: ['Matrix'],
    poster: 'all',
  } satisfies TableScenario;
}

export const tableScenarios: readonly AnyScenario[] = [
  table('plain', {
    id: 'matrix',
    title: 'Every kind against every kind',
    summary: 'A hundred pairs, each of them played packet by packet.',
  }),
  table('carrier', {
    id: 'matrix-carrier',
    title: 'Every kind behind one carrier',
    summary: 'The same hundred pairs behind one carrier’s NAT, which turns no packet round.',
    minor: true,
  }),
  table('asked', {
    id: 'matrix-asked',
    title: 'Every kind, A asks for a port',
    summary: 'The same hundred pairs, where A asks its own NAT for a port.',
    minor: true,
  }),
];
