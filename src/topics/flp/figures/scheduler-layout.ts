import type { SchedulerView } from './scheduler-view.ts';

/** Where the parts of the scheduler stand, in the picture's own units. */
export interface SchedulerLayout {
  readonly mode: 'wide' | 'middle' | 'narrow';
  /** Left edge and width of each column. */
  readonly processes: Column;
  /** `null` where the bag is a row of its own below. */
  readonly bag: Column | null;
  readonly chips: Column;
  readonly chipHeight: number;
  /** Top and height of each process’s row. */
  readonly rows: readonly { readonly top: number; readonly height: number }[];
  /** Right end of the three columns. */
  readonly right: number;
  readonly bagTop: number;
  readonly fairnessTop: number;
  readonly bottom: number;
}

export interface Column {
  readonly x: number;
  readonly width: number;
}

const GAP = 8;
const NAME_LINES = 82;
const FACT_LINE = 24;

/** `top` is where the first row begins; `views` are all of the branch, so that stepping moves nothing. */
export function schedulerLayout(
  width: number,
  top: number,
  views: readonly SchedulerView[],
): SchedulerLayout {
  const mode = width >= 900 ? 'wide' : width >= 560 ? 'middle' : 'narrow';
  const narrow = mode === 'narrow';
  const right = mode === 'wide' ? 408 : width;
  const chipHeight = narrow ? 50 : 46;
  const left = narrow ? Math.round(width * 0.4) : 148;
  let y = top;
  const rows = views[0]!.rows.map(({ p }) => {
    // Mail for one that has stopped has no chips.
    const chips = Math.max(
      1,
      ...views.map(({ rows }) => Math.max(rows[p]!.chips.length, rows[p]!.mail.length)),
    );
    const facts = Math.max(...views.map((v) => v.rows[p]!.facts.length));
    const height = Math.max(chips * (chipHeight + GAP) + 10, NAME_LINES + facts * FACT_LINE);
    const row = { top: y, height };
    y += height;
    return row;
  });
  const bagTop = y + 8;
  const bagHeight = narrow ? 52 : 0;
  const fairnessTop = y + bagHeight + 22;
  const items = Math.max(...views.map((v) => fairnessItems(v).length));
  const perLine = fairnessPerLine(right);
  return {
    mode,
    processes: { x: 0, width: left },
    bag: narrow ? null : { x: 160, width: 84 },
    chips: narrow ? { x: left + 14, width: width - left - 14 } : { x: 262, width: right - 262 },
    chipHeight,
    rows,
    right,
    bagTop,
    fairnessTop,
    bottom: fairnessTop + 24 + Math.ceil(items / perLine) * 44 + (narrow ? 52 : 34),
  };
}

export interface FairnessItem {
  readonly what: string;
  readonly steps: number;
}

/** The oldest messages, and every process that still runs. */
export function fairnessItems(view: SchedulerView): readonly FairnessItem[] {
  const mail = view.rows
    .filter((row) => !row.stopped)
    .flatMap((row) => row.mail.map((m) => ({ what: `${m.short} to ${row.name}`, steps: m.age })))
    .sort((a, b) => b.steps - a.steps);
  const moves = view.rows
    .filter((row) => !row.stopped)
    .map((row) => ({ what: `${row.name} moved`, steps: row.idleFor }));
  return [...mail.slice(0, 4), ...moves];
}

export const fairnessPerLine = (width: number): number => Math.max(3, Math.floor(width / 100));
