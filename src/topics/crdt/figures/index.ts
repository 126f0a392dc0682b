import type { FigureSpec } from '../../../player/stage.ts';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  Trees: async () => ({
    title: 'The same keystrokes, two trees',
    stage: (await import('./TreesStage.svelte')).default,
    heavy: true,
  }),
  Merge: async () => ({
    title: 'How a letter finds its place',
    stage: (await import('./MergeStage.svelte')).default,
    heavy: true,
  }),
  Editors: async () => ({
    title: 'Type here, and there',
    stage: (await import('./EditorsStage.svelte')).default,
    heavy: true,
  }),
  Score: async () => ({
    title: 'What was torn apart',
    stage: (await import('./ScoreStage.svelte')).default,
    heavy: true,
  }),
  Order: async () => ({
    title: 'What the ids decide',
    stage: (await import('./OrderStage.svelte')).default,
    heavy: true,
  }),
};
