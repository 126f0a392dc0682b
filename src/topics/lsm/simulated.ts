import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { simEngine } from './engine/sim/engine.ts';
import type { Miniature } from './engine/sim/miniatures.ts';
import type { SimAction, SimConfig, SimEvent, SimState } from './engine/sim/types.ts';
import { loadSimActionSchema } from './load-action-schema.ts';

type SimScenario = Scenario<SimConfig, SimState, SimAction, SimEvent>;
type Made = 'engine' | 'actionSchema' | 'config' | 'seed' | 'limit' | 'course';

/** A scenario of the simulator: a miniature, and what it is called and shown by. */
export function simulated(
  { config, seed, limit, course }: Miniature,
  named: Omit<SimScenario, Made>,
): AnyScenario {
  return {
    engine: simEngine,
    actionSchema: loadSimActionSchema,
    config,
    seed,
    limit,
    course,
    ...named,
  };
}
