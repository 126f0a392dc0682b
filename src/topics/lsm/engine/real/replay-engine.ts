import * as v from 'valibot';
import { assertLegal, type Engine, type LabelTest } from '../../../../lab/engine.ts';
import { versionDisorder } from '../tree/version.ts';
import { editCount } from './edits.ts';
import { type ReplayConfig, type ReplayState, replayNext, startReplay } from './replay.ts';
import { captionOf } from './replay-words.ts';

export type ReplayAction = { readonly type: 'apply' };

export const replayActionSchema = v.strictObject({ type: v.literal('apply') });

export type ReplayEvent =
  | { readonly kind: 'edit' }
  | { readonly kind: 'flush'; readonly file: number; readonly level: number }
  | { readonly kind: 'compaction' | 'move'; readonly level: number }
  | { readonly kind: 'disagree'; readonly why: string };

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
  ticks: [
    { id: 'flush', label: 'Flush', tone: 'soft', shape: 'bar' },
    { id: 'move', label: 'File moved', tone: 'fresh', shape: 'triangle' },
    { id: 'compaction', label: 'Compaction', tone: 'active', shape: 'square' },
    { id: 'disagree', label: 'Our picker disagrees', tone: 'danger', shape: 'disc' },
  ],
  tick(events) {
    const strongest = events[events.length - 1]?.kind;
    return strongest === undefined || strongest === 'edit' ? null : strongest;
  },
  grains: [
    { id: 'edit', label: 'Edit' },
    { id: 'compaction', label: 'Compaction' },
    { id: 'disagreement', label: 'Disagreement' },
  ],
  grain(events) {
    if (events.some(({ kind }) => kind === 'disagree')) return 2;
    return events.some(({ kind }) => kind === 'compaction' || kind === 'move') ? 1 : 0;
  },
};

const APPLY: ReplayAction = { type: 'apply' };

/** A replay's own course: every edit, to the end. */
export function replayCourse(state: ReplayState): ReplayAction | null {
  return state.index < editCount(state.config.edits) ? APPLY : null;
}

type ReplayLabel = LabelTest<ReplayState, ReplayAction, ReplayEvent>;

/** Frames that any replay is likely to have. */
export const replayLabels: Readonly<Record<string, ReplayLabel>> = {
  'first-flush': ({ events }) => events.some(({ kind }) => kind === 'flush'),
  'first-compaction': ({ events }) => events.some(({ kind }) => kind === 'compaction'),
  'first-move': ({ events }) => events.some(({ kind }) => kind === 'move'),
  'first-expansion': ({ state }) => state.decision?.expansion === 'taken',
  'first-disagreement': ({ events }) => events.some(({ kind }) => kind === 'disagree'),
  end: ({ state }) => state.index === editCount(state.config.edits),
};

/** What the last edit of a state did. Weakest first: the last one gives the frame its mark. */
export function replayEvents(state: Omit<ReplayState, 'config'>): readonly ReplayEvent[] {
  const { kind, placement, taken, judgement } = state;
  if (kind === 'flush' && placement !== null)
    return [{ kind, file: placement.file, level: placement.level }];
  if (taken === null || (kind !== 'compaction' && kind !== 'move')) return [{ kind: 'edit' }];
  const events: ReplayEvent[] = [{ kind, level: taken.level }];
  if (judgement?.verdict === 'disagree')
    events.push({ kind: 'disagree', why: judgement.why ?? '' });
  return events;
}
