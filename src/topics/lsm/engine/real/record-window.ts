import { editOf } from './edits.ts';
import { type ReplayState, replayNext } from './replay.ts';
import type { RecordedOutcome, RecordedStep, ReplayWindow } from './window.ts';

function outcomeOf(state: ReplayState): RecordedOutcome {
  const { index, kind, verdict, taken, placement, added, totals, decision, judgement } = state;
  return {
    index,
    kind,
    verdict,
    taken,
    placement,
    added,
    totals,
    decision: decision && {
      level: decision.level,
      scores: decision.scores,
      expansion: decision.expansion,
    },
    judgement: judgement && { verdict: judgement.verdict, why: judgement.why },
  };
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
    steps.push({ edit, outcome: outcomeOf(state) });
  }
  return { source, total, version: start.version, before: outcomeOf(start), steps };
}
