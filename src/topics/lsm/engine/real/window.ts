import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import type { Version } from '../tree/types.ts';
import { applyChanges, emptyVersion, versionDisorder } from '../tree/version.ts';
import type { Judgement, RealDecision } from './judge.ts';
import type { ReplayState } from './replay.ts';
import { type ReplayAction, type ReplayEvent, replayEvents, replayMarks } from './replay-marks.ts';
import { captionOf } from './replay-words.ts';
import type { RealFile, VersionEdit } from './version-edit.ts';

/** What a replay found out at an edit, without the tree and without what only the next edit needs. */
export interface RecordedOutcome
  extends Pick<
    ReplayState,
    'index' | 'kind' | 'verdict' | 'taken' | 'placement' | 'added' | 'totals'
  > {
  readonly decision: Pick<RealDecision, 'level' | 'scores' | 'expansion'> | null;
  readonly judgement: Pick<Judgement, 'verdict' | 'why'> | null;
}

export interface RecordedStep {
  readonly edit: VersionEdit;
  readonly outcome: RecordedOutcome;
}

/**
 * A stretch of a replay that has already been worked out, small enough to send
 * to a page whatever the size of the store: the tree before it, and each edit
 * with what our picker said.
 */
export interface ReplayWindow {
  /** Where it was read from, in words. */
  readonly source: string;
  /** Edits in the whole MANIFEST. */
  readonly total: number;
  readonly version: Version<RealFile>;
  readonly before: RecordedOutcome;
  readonly steps: readonly RecordedStep[];
}

/** A frame of a window: the outcome at this edit and the tree after it. */
export interface WindowState extends RecordedOutcome {
  readonly window: ReplayWindow;
  /** Steps of the window taken. */
  readonly at: number;
  readonly version: Version<RealFile>;
}

function stateAt(
  window: ReplayWindow,
  at: number,
  version: Version<RealFile>,
  outcome: RecordedOutcome,
): WindowState {
  return { ...outcome, window, at, version };
}

/** Steps through a window. It asks nothing of the picker again, so a step is cheap. */
export const windowEngine: Engine<ReplayWindow, WindowState, ReplayAction, ReplayEvent> = {
  init: (window) => stateAt(window, 0, window.version, window.before),
  enabled: (state) => (windowEngine.explain(state, APPLY) === null ? [APPLY] : []),
  explain({ window, at }) {
    if (at < window.steps.length) return null;
    const { index } = window.steps.at(-1)?.outcome ?? window.before;
    return `Only the edits up to ${index} of ${window.total} are loaded.`;
  },
  step(state, action) {
    assertLegal(windowEngine, state, action);
    const { edit, outcome } = state.window.steps[state.at]!;
    const from = outcome.kind === 'snapshot' ? emptyVersion<RealFile>() : state.version;
    const next = stateAt(state.window, state.at + 1, applyChanges(from, edit), outcome);
    return { state: next, events: replayEvents(next) };
  },
  caption: (state) => captionOf(state),
  describe: (state) => `Apply edit ${state.index + 1}`,
  invariants: {
    'levels are sorted and disjoint': ({ version }) => versionDisorder(version),
  },
  ...replayMarks,
};

const APPLY: ReplayAction = { type: 'apply' };

/** A window's own course: every edit in it. */
export function windowCourse(state: WindowState): ReplayAction | null {
  return state.at < state.window.steps.length ? APPLY : null;
}
