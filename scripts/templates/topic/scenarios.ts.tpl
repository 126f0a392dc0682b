import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import {
  type BufferAction,
  type BufferConfig,
  type BufferEvent,
  type BufferState,
  course,
  engine,
} from './engine/engine.ts';

const uneven: Scenario<BufferConfig, BufferState, BufferAction, BufferEvent> = {
  id: 'uneven',
  title: 'Uneven speeds',
  summary: 'A producer and a consumer, each at its own uneven speed, share a small buffer.',
  engine,
  actionSchema: async () => (await import('./action-schema.ts')).actionSchema,
  config: { capacity: 4, items: 12 },
  seed: 3,
  course,
  limit: 40,
  labels: {
    'first-put': ({ events }) => events.some((e) => e.kind === 'put'),
    'first-taken': ({ events }) => events.some((e) => e.kind === 'taken'),
    full: ({ events }) => events.some((e) => e.kind === 'put' && e.full),
    done: ({ state }) => state.taken === state.config.items,
  },
  figures: ['__Name__'],
  poster: 'full',
};

export const scenarios: readonly AnyScenario[] = [uneven];
