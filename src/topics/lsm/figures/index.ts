import type { FigureSpec } from '../../../player/stage.ts';
import KeyMapStage from './KeyMapStage.svelte';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, FigureSpec>> = {
  KeyMap: { title: 'Leveled compaction', stage: KeyMapStage },
};
