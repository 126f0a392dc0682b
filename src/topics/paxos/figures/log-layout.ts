/** Where the parts of a log stand, in the picture's own units. */
export interface LogLayout {
  readonly mode: 'wide' | 'middle' | 'narrow';
  readonly left: number;
  readonly pitch: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowHeight: number;
  /** Above a row's cells, where its name stands in a narrow picture. */
  readonly labelHeight: number;
  /** Top of the first row. */
  readonly top: number;
  readonly chipWidth: number;
  readonly stripTop: number;
  /** Where it says what a member knows; `null` where the row's label does. */
  readonly knowsLeft: number | null;
  /** Where it says what the leader heard; `null` where a sentence does. */
  readonly heardLeft: number | null;
  /** Lines kept free for that sentence. */
  readonly lines: number;
}

const GAP = 6;
/** Room for the applied line under a row's cells. */
const LINE = 8;
/** Mean width of a letter of the small size, with some to spare. */
const LETTER = 6.5;
const LONGEST_SENTENCE = 70;

export function logLayout(width: number, members: number, slots: number): LogLayout {
  return width < 560 ? narrow(width, members, slots) : broad(width, members, slots);
}

function broad(width: number, members: number, slots: number): LogLayout {
  const wide = width >= 860;
  const left = wide ? 116 : 108;
  // Beside the cells a wide picture has two columns of words, a middle one has one.
  const room = wide ? Math.min(504, width - left - 324) : width - left - 132;
  const pitch = Math.min(wide ? 78 : 74, Math.floor(room / slots));
  const cellHeight = 46;
  const rowHeight = cellHeight + LINE + 5;
  const top = wide ? 54 : 66;
  const right = left + slots * pitch + 14;
  return {
    mode: wide ? 'wide' : 'middle',
    left,
    pitch,
    cellWidth: pitch - GAP,
    cellHeight,
    rowHeight,
    labelHeight: 0,
    top,
    chipWidth: Math.min(46, pitch - GAP - 8),
    stripTop: top + members * rowHeight + 12,
    knowsLeft: right,
    heardLeft: wide ? Math.max(right + 176, Math.min(right + 220, width - 190)) : null,
    lines: wide ? 0 : 1,
  };
}

function narrow(width: number, members: number, slots: number): LogLayout {
  const pitch = Math.min(64, Math.floor((width + 4) / slots));
  const gap = pitch < 40 ? 3 : 5;
  const cellHeight = 44;
  // A finger finds what stands there.
  const labelHeight = 28;
  const rowHeight = labelHeight + cellHeight + LINE + 6;
  const lines = sentenceLines(width);
  const top = 32 + lines * 17 + labelHeight;
  return {
    mode: 'narrow',
    left: 0,
    pitch,
    cellWidth: pitch - gap,
    cellHeight,
    rowHeight,
    labelHeight,
    top,
    chipWidth: Math.min(42, Math.max(26, pitch - gap - 8)),
    stripTop: top + members * rowHeight - labelHeight + 12,
    knowsLeft: null,
    heardLeft: null,
    lines,
  };
}

/** A box in the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One member's copy of a slot; in the row behind the last member, what the leader puts there. */
export function cellBox(layout: LogLayout, member: number, slot: number, members: number): Box {
  const { cellWidth: width } = layout;
  const x = layout.left + slot * layout.pitch;
  if (member < members) {
    return { x, y: layout.top + member * layout.rowHeight, width, height: layout.cellHeight };
  }
  return { x, y: planTopOf(layout) - 6, width, height: 48 };
}

/** Top of what the leader puts into the slots. */
export function planTopOf({ mode, stripTop }: LogLayout): number {
  return stripTop + (mode === 'narrow' ? 20 : 0);
}

/** A member's name, and the hat beside it. */
export function labelBox(layout: LogLayout, member: number, part: 'name' | 'hat'): Box {
  const top = layout.top + member * layout.rowHeight;
  if (layout.mode === 'narrow') {
    const y = top - layout.labelHeight;
    const height = layout.labelHeight - 2;
    return part === 'name' ? { x: -2, y, width: 26, height } : { x: 25, y, width: 28, height };
  }
  // The hat lies on the label.
  return part === 'name'
    ? { x: 2, y: top, width: layout.left - 8, height: layout.cellHeight }
    : { x: 40, y: top, width: 36, height: 27 };
}

/** Lines that the longest sentence on what a leader heard takes. */
function sentenceLines(width: number): number {
  return Math.ceil((LONGEST_SENTENCE * LETTER) / width);
}

/** Lines of text fit in so many letters of the small size. */
export function lettersIn(width: number): number {
  return Math.floor(width / LETTER);
}
