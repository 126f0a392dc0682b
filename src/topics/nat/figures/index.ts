import type { FigureSpec } from '../../../player/stage.ts';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  Network: async () => ({
    title: 'NAT traversal, packet by packet',
    stage: (await import('./NetworkStage.svelte')).default,
    scenarios: (await import('../play-scenarios.ts')).playScenarios,
    heavy: true,
  }),
  Matrix: async () => ({
    title: 'Who reaches whom',
    stage: (await import('./MatrixStage.svelte')).default,
    scenarios: (await import('../table-scenarios.ts')).tableScenarios,
    heavy: true,
  }),
  Discovery: async () => ({
    title: 'Finding out about a NAT',
    stage: (await import('./DiscoveryStage.svelte')).default,
    scenarios: (await import('../discovery-scenarios.ts')).discoveryScenarios,
    heavy: true,
  }),
  Birthday: async () => ({
    title: 'Guessing a port',
    stage: (await import('./BirthdayStage.svelte')).default,
    scenarios: (await import('../birthday-scenarios.ts')).birthdayScenarios,
    heavy: true,
  }),
  Bytes: async () => ({
    title: 'What a STUN message says',
    stage: (await import('./BytesStage.svelte')).default,
    scenarios: (await import('../reading-scenarios.ts')).readingScenarios,
    heavy: true,
  }),
  Checklist: async () => ({
    title: 'Try everything at once',
    stage: (await import('./ChecklistStage.svelte')).default,
    scenarios: (await import('../checklist-scenarios.ts')).checklistScenarios,
    heavy: true,
  }),
  Path: async () => ({
    title: 'The relay first, then a way of one’s own',
    stage: (await import('./PathStage.svelte')).default,
    scenarios: (await import('../path-scenarios.ts')).pathScenarios,
    heavy: true,
  }),
};
