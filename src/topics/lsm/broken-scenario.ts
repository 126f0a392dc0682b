import type { AnyScenario } from '../../lab/engine.ts';
import { scripted } from '../../lab/engine.ts';
import { BREAKABLE, type BreakableRule, tinyStore } from './engine/sim/breakable.ts';
import { simEngine } from './engine/sim/engine.ts';
import type { SimAction, SimEvent } from './engine/sim/types.ts';
import { loadSimActionSchema } from './load-action-schema.ts';

/** What the reader would see next: the outputs in place, and the key looked up. */
const AFTERMATH: Readonly<Record<BreakableRule, readonly SimAction[]>> = {
  'drop-tombstones-early': [{ type: 'install' }, { type: 'get', key: 0 }],
  'skip-log': [{ type: 'get', key: 0 }],
  'ignore-snapshots': [{ type: 'install' }, { type: 'get', key: 0, snapshot: 1 }],
};

const put: SimAction = {
  type: 'operate',
  operation: { kind: 'put', key: 0, bytes: 4, count: 0 },
};
const remove: SimAction = {
  type: 'operate',
  operation: { kind: 'delete', key: 0, bytes: 0, count: 0 },
};
const toTable: readonly SimAction[] = [{ type: 'rotate' }, { type: 'flush' }, { type: 'install' }];

/** What the search finds for tombstones dropped early. A test finds it anew and compares. */
export const RESURRECTION: readonly SimAction[] = [
  put,
  ...toTable,
  put,
  ...toTable,
  remove,
  ...toTable,
  { type: 'pick' },
  { type: 'merge', entries: 2 },
];

/** A counterexample as a run like any other: from an empty store to the broken promise, and after. */
export function brokenScenario(
  rule: BreakableRule,
  actions: readonly SimAction[],
  id: string,
): AnyScenario {
  const { title, rules } = BREAKABLE[rule];
  const script = [...actions, ...AFTERMATH[rule]];
  return {
    id,
    title: `Rule off: ${title.toLowerCase()}`,
    summary: `The shortest run in which a store that does this breaks a promise: ${actions.length} steps.`,
    engine: simEngine,
    actionSchema: loadSimActionSchema,
    config: tinyStore(rules),
    seed: 1,
    limit: script.length + 60,
    course: scripted(script),
    labels: {
      broken: ({ index }) => index === actions.length,
      end: ({ events }) => events.some((e: SimEvent) => e.kind === 'read'),
    },
    figures: ['Breaker'],
    poster: 'broken',
  };
}

export const resurrected = brokenScenario('drop-tombstones-early', RESURRECTION, 'resurrected');
