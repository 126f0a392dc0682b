import type { PlayEvent } from '../../engine/play/types.ts';
import type { PlayFrame } from '../../told.ts';

type Anew = Extract<PlayEvent, { kind: 'kind' | 'axis' | 'lead' | 'relay' }>;

/** Whether a run begins again with this: what was before is of no more interest. */
export const beginsAnew = (event: PlayEvent): event is Anew =>
  ['kind', 'axis', 'lead', 'relay'].includes(event.kind);

/** The frames up to one, since the run last began. */
export function since(frames: readonly PlayFrame[], index: number): readonly PlayFrame[] {
  const begun = frames.slice(0, index + 1).findLastIndex(({ events }) => events.some(beginsAnew));
  return frames.slice(Math.max(0, begun), index + 1);
}
