import type { FigureSpec } from '../../../player/stage.ts';

/**
 * The figures of this topic, by the names that articles and scenarios use. Each
 * is fetched by itself, so that a page with one does not carry them all.
 */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  __Name__: async () => ({
    title: __TITLE_CODE__,
    stage: (await import('./__Name__Stage.svelte')).default,
  }),
};
