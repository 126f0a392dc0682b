import type { CourseContext } from '../../../../lab/engine.ts';
import { backgroundDue, hasBackgroundWork, isMerged } from './background.ts';
import { isWrite, needsRoom, peekOperation, UNTIL_FULL, writeWaits } from './client.ts';
import { explain } from './explain.ts';
import type { SimAction, SimState } from './types.ts';

const MERGE_FRAMES = 12;
/** Unless told how many frames a merge takes, a coarse course merges this many entries in each. */
const LEAST_MERGED = 6;

/**
 * The run's own course: the client does the workload's next operation unless
 * the background thread is behind it on the simulated clock, and waits where
 * LevelDB would make it wait. What one action does is `config.grain`. The run
 * ends when the workload is over and the background thread has caught up.
 *
 * At entry grain a flush interrupts a merge between two entries, as in LevelDB.
 * Coarser grains merge several entries in a frame, and the flush waits for it.
 */
export function simCourse(state: SimState, _context?: CourseContext): SimAction | null {
  if (state.crashed) return { type: 'recover' };
  if (state.pending !== null)
    return { type: state.pending.stage === 'logged' ? 'insert' : 'acknowledge' };
  if (backgroundDue(state)) return backgroundAction(state);
  const next = peekOperation(state);
  if (next === null || writeWaits(state))
    return hasBackgroundWork(state) ? backgroundAction(state) : null;
  if (isWrite(next) && needsRoom(state)) return { type: 'rotate' };
  switch (state.config.grain) {
    case 'entry':
      return { type: 'next' };
    case 'operation':
      return { type: 'next', operations: 1 };
    default:
      return { type: 'next', operations: UNTIL_FULL };
  }
}

/** The next thing for the background thread to do; there must be one. */
function backgroundAction(state: SimState): SimAction | null {
  const { config, job } = state;
  if (config.grain === 'compaction') return { type: 'compact' };
  if (job?.kind === 'flush') return { type: 'install' };
  if (state.immutable !== null && explain(state, { type: 'flush' }) === null)
    return { type: 'flush' };
  if (job === null) return { type: 'pick' };
  if (isMerged(job)) return { type: 'install' };
  return { type: 'merge', entries: mergeStep(state) };
}

/** Entries that one frame of the course merges. */
export function mergeStep({ config, job }: SimState): number {
  if (config.grain === 'entry' || job?.kind !== 'compaction') return 1;
  const { mergeFrames } = config;
  if (mergeFrames !== undefined) return Math.max(1, Math.ceil(job.total / mergeFrames));
  return Math.max(LEAST_MERGED, Math.ceil(job.total / MERGE_FRAMES));
}
