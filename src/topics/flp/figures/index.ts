import type { FigureSpec } from '../../../player/stage.ts';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  Scheduler: async () => ({
    title: 'The scheduler and the valence graph',
    stage: (await import('./SchedulerStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
  Hatches: async () => ({
    title: 'Edit the model',
    stage: (await import('./HatchStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
  Game: async () => ({
    title: 'Never let it decide',
    stage: (await import('./GameStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
  Cube: async () => ({
    title: 'All inputs, and who can be missed',
    stage: (await import('./CubeStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
  Diamond: async () => ({
    title: 'Two events in both orders',
    stage: (await import('./DiamondStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
  Hook: async () => ({
    title: 'The hook, and who it waits for',
    stage: (await import('./HookStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
  Lens: async () => ({
    title: 'Before an event, and after it',
    stage: (await import('./LensStage.svelte')).default,
    heavy: true,
    formal: () => import('./SchedulerFormal.svelte'),
  }),
};
