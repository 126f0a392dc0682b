import type { FigureSpec } from '../../../player/stage.ts';

/** Those of one engine together: a figure fetches no other. */
const games = async () => (await import('../game-scenarios.ts')).gameScenarios;

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  Board: async () => ({
    title: 'The Paxos board',
    stage: (await import('./BoardStage.svelte')).default,
    answers: true,
    scenarios: await games(),
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Fog: async () => ({
    title: 'What one member knows',
    stage: (await import('./FogStage.svelte')).default,
    scenarios: await games(),
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Messages: async () => ({
    title: 'Letters on their way',
    stage: (await import('./MessagesStage.svelte')).default,
    scenarios: await games(),
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Checker: async () => ({
    title: 'Every position',
    stage: (await import('./BoardStage.svelte')).default,
    answers: true,
    scenarios: await games(),
    heavy: true,
    controls: (await import('./CheckerControls.svelte')).default,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Quorums: async () => ({
    title: 'Quorums that have to meet',
    stage: (await import('./QuorumStage.svelte')).default,
    scenarios: await games(),
    heavy: true,
    controls: (await import('./CheckerControls.svelte')).default,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Duel: async () => ({
    title: 'Two leaders',
    stage: (await import('./DuelStage.svelte')).default,
    scenarios: await games(),
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Poll: async () => ({
    title: 'One column',
    stage: (await import('./PollStage.svelte')).default,
    answers: true,
    scenarios: (await import('../poll-scenarios.ts')).pollScenarios,
  }),
  Log: async () => ({
    title: 'A log from one phase 1',
    stage: (await import('./LogStage.svelte')).default,
    answers: true,
    scenarios: (await import('../log-scenarios.ts')).logScenarios,
    heavy: true,
    formal: () => import('./LogFormal.svelte'),
  }),
  Fast: async () => ({
    title: 'Fast Paxos',
    stage: (await import('./FastStage.svelte')).default,
    answers: true,
    scenarios: (await import('../fast-scenarios.ts')).fastScenarios,
    heavy: true,
    formal: () => import('./FastFormal.svelte'),
  }),
};
