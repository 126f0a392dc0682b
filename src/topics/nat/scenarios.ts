import type { AnyScenario } from '../../lab/engine.ts';
import { birthdayScenarios } from './birthday-scenarios.ts';
import { checklistScenarios } from './checklist-scenarios.ts';
import { discoveryScenarios } from './discovery-scenarios.ts';
import { pathScenarios } from './path-scenarios.ts';
import { playScenarios } from './play-scenarios.ts';
import { readingScenarios } from './reading-scenarios.ts';
import { tableScenarios } from './table-scenarios.ts';

/** Every named run of this topic, in the order of the article. */
export const scenarios: readonly AnyScenario[] = [
  ...playScenarios,
  ...readingScenarios,
  ...tableScenarios,
  ...discoveryScenarios,
  ...birthdayScenarios,
  ...checklistScenarios,
  ...pathScenarios,
];
