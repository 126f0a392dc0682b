import type { Engine, Frame } from '../../../../lab/engine.ts';
import type { RecordedOutcome } from './window.ts';

export type ReplayAction = { readonly type: 'apply' };

export type ReplayEvent =
  | { readonly kind: 'edit' }
  | { readonly kind: 'flush'; readonly file: number; readonly level: number }
  | { readonly kind: 'compaction' | 'move'; readonly level: number }
  | { readonly kind: 'disagree'; readonly why: string };

/** How a replay's edits are marked and grouped, whatever engine steps through them. */
export const replayMarks: Pick<
  Engine<never, never, ReplayAction, ReplayEvent>,
  'ticks' | 'tick' | 'grains' | 'grain'
> = {
  ticks: [
    { id: 'flush', label: 'Flush', tone: 'soft', shape: 'bar' },
    { id: 'move', label: 'File moved', tone: 'fresh', shape: 'bar' },
    { id: 'compaction', label: 'Compaction', tone: 'active', shape: 'bar' },
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

/** What the last edit of a state did. Weakest first: the last one gives the frame its mark. */
export function replayEvents(state: RecordedOutcome): readonly ReplayEvent[] {
  const { kind, placement, taken, judgement } = state;
  if (kind === 'flush' && placement !== null)
    return [{ kind, file: placement.file, level: placement.level }];
  if (taken === null || (kind !== 'compaction' && kind !== 'move')) return [{ kind: 'edit' }];
  const events: ReplayEvent[] = [{ kind, level: taken.level }];
  if (judgement?.verdict === 'disagree')
    events.push({ kind: 'disagree', why: judgement.why ?? '' });
  return events;
}

type OutcomeLabel = (frame: Frame<RecordedOutcome, ReplayAction, ReplayEvent>) => boolean;

/** Frames that any replay is likely to have. */
export const outcomeLabels = {
  'first-flush': ({ events }) => events.some(({ kind }) => kind === 'flush'),
  'first-compaction': ({ events }) => events.some(({ kind }) => kind === 'compaction'),
  'first-move': ({ events }) => events.some(({ kind }) => kind === 'move'),
  'first-expansion': ({ state }) => state.decision?.expansion === 'taken',
  'first-disagreement': ({ events }) => events.some(({ kind }) => kind === 'disagree'),
} satisfies Record<string, OutcomeLabel>;
