import type { FigureSpec } from '../../../player/stage.ts';
import BreakerControls from './BreakerControls.svelte';
import DecisionStage from './DecisionStage.svelte';
import KeyMapStage from './KeyMapStage.svelte';
import MergeStage from './MergeStage.svelte';
import ReplayControls from './ReplayControls.svelte';
import ReplayStage from './ReplayStage.svelte';
import WriteStage from './WriteStage.svelte';

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, FigureSpec>> = {
  KeyMap: {
    title: 'Leveled compaction',
    stage: KeyMapStage,
    more: () => import('./WorkloadPanel.svelte'),
  },
  WritePath: { title: 'The write path', stage: WriteStage },
  Merge: { title: 'One merge', stage: MergeStage },
  Breaker: { title: 'Break a rule', stage: WriteStage, controls: BreakerControls },
  Replay: { title: 'A real store', stage: ReplayStage, controls: ReplayControls },
  Decision: { title: 'Which files next', stage: DecisionStage },
};
