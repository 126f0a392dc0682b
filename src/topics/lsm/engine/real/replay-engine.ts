import { assertLegal, type Engine, type LabelTest } from '../../../../lab/engine.ts';
import { versionDisorder } from '../tree/version.ts';
import { editCount } from './edits.ts';
import { type ReplayConfig, type ReplayState, replayNext, startReplay } from './replay.ts';
import {
  outcomeLabels,
  type ReplayAction,
  type ReplayEvent,
  replayEvents,
  replayMarks,
} from './replay-marks.ts';
import { captionOf } from './replay-words.ts';

/**
 * A real store's MANIFEST, edit by edit, with our picker asked before each
 * compaction what it would take. The seed is not used: nothing here is drawn.
 */
export const replayEngine: Engine<ReplayConfig, ReplayState, ReplayAction, ReplayEvent> = {
  init: (config) => startReplay(config),
  enabled: (state) => (replayEngine.explain(state, { type: 'apply' }) === null ? [APPLY] : []),
  explain(state) {
    const count = editCount(state.config.edits);
    return state.index < count
      ? null
      : `The MANIFEST has no more edits after the ${count} applied.`;
  },
  step(state, action) {
    assertLegal(replayEngine, state, action);
    const next = replayNext(state);
    return { state: next, events: replayEvents(next) };
  },
  caption: (state) => captionOf(state, state.config.options),
  describe: (state) => `Apply edit ${state.index + 1}`,
  invariants: {
    'levels are sorted and disjoint': (state) => versionDisorder(state.version),
    'the picker agrees with the store': (state) =>
      state.verdict === 'disagree' ? (state.judgement?.why ?? 'It does not.') : null,
    'flushes are placed as our rule places them': ({ placement }) =>
      placement === null || placement.ours === placement.level
        ? null
        : `Table ${placement.file} went to level ${placement.level}, not ${placement.ours}.`,
  },
  ...replayMarks,
};

const APPLY: ReplayAction = { type: 'apply' };

/** A replay's own course: every edit, to the end. */
export function replayCourse(state: ReplayState): ReplayAction | null {
  return state.index < editCount(state.config.edits) ? APPLY : null;
}

type ReplayLabel = LabelTest<ReplayState, ReplayAction, ReplayEvent>;

/** Frames that any replay is likely to have. */
export const replayLabels: Readonly<Record<string, ReplayLabel>> = {
  ...outcomeLabels,
  end: ({ state }) => state.index === editCount(state.config.edits),
};
