import type { FigureSpec } from '../../../player/stage.ts';

/**
 * The figures of this topic, by the names that articles and scenarios use. Each
 * is fetched by itself, so that a page with one does not carry them all.
 */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  KeyMap: async () => ({
    title: 'Leveled compaction',
    stage: (await import('./KeyMapStage.svelte')).default,
    more: () => import('./WorkloadPanel.svelte'),
  }),
  WritePath: async () => ({
    title: 'The write path',
    stage: (await import('./WriteStage.svelte')).default,
  }),
  Merge: async () => ({
    title: 'One merge',
    stage: (await import('./MergeStage.svelte')).default,
  }),
  Decision: async () => ({
    title: 'Which files next',
    stage: (await import('./DecisionStage.svelte')).default,
  }),
  Breaker: async () => ({
    title: 'Break a rule',
    stage: (await import('./WriteStage.svelte')).default,
    controls: (await import('./BreakerControls.svelte')).default,
  }),
  Replay: async () => ({
    title: 'A real store',
    stage: (await import('./ReplayStage.svelte')).default,
    controls: (await import('./ReplayControls.svelte')).default,
  }),
};
