import * as v from 'valibot';
import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import {
  type BufferAction,
  type BufferConfig,
  type BufferEvent,
  type BufferState,
  course,
  engine,
} from './engine/engine.ts';

/** Checks the shape of an action that a link brings. Whether it is legal is the engine's word. */
const actionSchema: v.GenericSchema<unknown, BufferAction> = v.variant('type', [
  v.strictObject({ type: v.literal('put') }),
  v.strictObject({ type: v.literal('take') }),
]);

const uneven: Scenario<BufferConfig, BufferState, BufferAction, BufferEvent> = {
  id: 'uneven',
  title: 'Uneven speeds',
  summary: 'A producer and a consumer, each at its own uneven speed, share a small buffer.',
  engine,
  actionSchema,
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
