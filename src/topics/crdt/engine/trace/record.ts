import type { Work } from '../../../../lab/work.ts';
import type { FastText } from '../fast/document.ts';
import { metadataBytes, saveText } from '../fast/save.ts';
import { type ReplayOptions, type ReplayProgress, replay } from '../replay/replay.ts';
import type { Trace } from '../replay/trace.ts';

/** One moment of a replay, as much of it as a picture shows. */
export interface Moment {
  /** Edits done by then. */
  readonly edits: number;
  /** Whose document it is. */
  readonly agent: number;
  /** Code points, tombstones left out, and with them. */
  readonly length: number;
  readonly total: number;
  /** Where the last edit was, and the text around it. */
  readonly at: number;
  readonly from: number;
  readonly around: string;
  /** What a saved copy takes besides the text; `null` where it was not measured. */
  readonly metadata: number | null;
}

/** A replay to be stepped through: what a picture needs of some moments, and how it ended. */
export interface Recording {
  readonly name: string;
  readonly algorithm: 'fugue' | 'causal-tree';
  readonly agents: number;
  readonly edits: number;
  readonly moments: readonly Moment[];
  /** The document in the end, to be typed in: `loadText` reads it. */
  readonly saved: Uint8Array;
  /** Whether it ended as the trace says. */
  readonly matches: boolean;
}

/** Moments of a recording, the first and the last among them. */
export const MOMENTS = 240;
/** Each measure of what a saved copy takes costs as much as saving it. */
const MEASURED_EVERY = 8;
/** Letters shown on either side of an edit. */
const AROUND = 420;

/** Replays a trace and keeps what a picture needs. Throws `BadTrace` as `replay` does. */
export function* record(
  name: string,
  trace: Trace,
  algorithm: Recording['algorithm'],
): Work<ReplayProgress, Recording> {
  const moments: Moment[] = [];
  const every = Math.max(1, Math.ceil(trace.edits / (MOMENTS - 1)));
  let next = 0;
  const watch: ReplayOptions['watch'] = (copy, agent, edit) => {
    if (edit < next && edit < trace.edits) return;
    next = edit + every;
    const measured = moments.length % MEASURED_EVERY === 0 || edit === trace.edits;
    const at = edit === 0 ? 0 : trace.positions[edit - 1]!;
    moments.push(momentOf(copy as FastText, agent, edit, at, measured));
  };
  const replayed = yield* replay(trace, { algorithm, watch });
  const [end] = replayed.copies as readonly FastText[];
  // Whoever typed last may have been offline: in the end everybody has everything.
  const last = moments.at(-1);
  if (last) moments[moments.length - 1] = momentOf(end!, last.agent, trace.edits, last.at, true);
  return {
    name,
    algorithm,
    agents: trace.agents,
    edits: trace.edits,
    moments,
    saved: saveText(end!),
    matches: replayed.copies.every((copy) => copy.text() === trace.endContent),
  };
}

function momentOf(
  copy: FastText,
  agent: number,
  edits: number,
  at: number,
  measured: boolean,
): Moment {
  const from = Math.max(0, Math.min(at, copy.length) - AROUND);
  return {
    edits,
    agent,
    length: copy.length,
    total: copy.total,
    at,
    from,
    around: copy.slice(from, Math.min(copy.length, at + AROUND)),
    metadata: measured ? metadataBytes(copy) : null,
  };
}
