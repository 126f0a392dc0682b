import type { AnyScenario } from '../../lab/engine.ts';
import { deleteScenarios } from './delete-scenarios.ts';
import { mergeScenarios } from './merge-scenarios.ts';
import { sessionScenarios } from './session-scenarios.ts';
import { tieScenarios } from './tie-scenarios.ts';
import { sampleTrace } from './trace-scenario.ts';

export const scenarios: readonly AnyScenario[] = [
  ...sessionScenarios,
  ...tieScenarios,
  ...mergeScenarios,
  ...deleteScenarios,
  sampleTrace,
];
