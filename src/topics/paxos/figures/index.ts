import type { FigureSpec } from '../../../player/stage.ts';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  Board: async () => ({
    title: 'The Paxos board',
    stage: (await import('./BoardStage.svelte')).default,
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Fog: async () => ({
    title: 'What one member knows',
    stage: (await import('./FogStage.svelte')).default,
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Messages: async () => ({
    title: 'Letters on their way',
    stage: (await import('./MessagesStage.svelte')).default,
    heavy: true,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Checker: async () => ({
    title: 'Every position',
    stage: (await import('./BoardStage.svelte')).default,
    heavy: true,
    controls: (await import('./CheckerControls.svelte')).default,
    formal: () => import('./FormalPanel.svelte'),
  }),
  Poll: async () => ({
    title: 'One column',
    stage: (await import('./PollStage.svelte')).default,
  }),
  Quorums: async () => ({
    title: 'Quorums that have to meet',
    stage: (await import('./QuorumStage.svelte')).default,
    heavy: true,
    controls: (await import('./CheckerControls.svelte')).default,
  }),
  Duel: async () => ({
    title: 'Two leaders',
    stage: (await import('./DuelStage.svelte')).default,
    heavy: true,
  }),
  Log: async () => ({
    title: 'A log from one phase 1',
    stage: (await import('./LogStage.svelte')).default,
    heavy: true,
  }),
};
