import type { AnyScenario } from '../../lab/engine.ts';
import { boardScenarios } from './board-scenarios.ts';
import { smallScenarios } from './small-scenarios.ts';

/** Every game on the board of members and ballots. */
export const gameScenarios: readonly AnyScenario[] = [...boardScenarios, ...smallScenarios];
