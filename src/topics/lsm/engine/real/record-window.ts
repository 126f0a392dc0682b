import { editOf } from './edits.ts';
import { type ReplayState, replayNext } from './replay.ts';
import type { RecordedOutcome, RecordedStep, ReplayWindow } from './window.ts';

function withoutTree({ config: _, version: __, ...outcome }: ReplayState): RecordedOutcome {
  return outcome;
}

/** Records `count` edits after a state; fewer where the MANIFEST ends. */
export function recordWindow(
  source: string,
  start: ReplayState,
  total: number,
  count: number,
): ReplayWindow {
  const steps: RecordedStep[] = [];
  let state = start;
  while (steps.length < count && state.index < total) {
    const edit = editOf(state.config.edits, state.index);
    state = replayNext(state);
    steps.push({ edit, outcome: withoutTree(state) });
  }
  return { source, total, version: start.version, before: withoutTree(start), steps };
}
