import type { AnyScenario } from '../../lab/engine.ts';
import { fastScenarios } from './fast-scenarios.ts';
import { gameScenarios } from './game-scenarios.ts';
import { logScenarios } from './log-scenarios.ts';
import { pollScenarios } from './poll-scenarios.ts';

/** All of the topic's, of every engine. */
export const scenarios: readonly AnyScenario[] = [
  ...gameScenarios,
  ...pollScenarios,
  ...logScenarios,
  ...fastScenarios,
];
