import type { FigureSpec } from '../../../player/stage.ts';
import __Name__Stage from './__Name__Stage.svelte';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, FigureSpec>> = {
  __Name__: { title: __TITLE_CODE__, stage: __Name__Stage },
};
