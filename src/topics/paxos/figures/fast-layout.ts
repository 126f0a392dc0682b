import type { Box } from './log-layout.ts';

/** Where the parts of a fast ballot stand, in the picture's own units. */
export interface FastLayout {
  readonly narrow: boolean;
  /** The answer stands beside the members, and not below them. */
  readonly beside: boolean;
  readonly left: number;
  readonly pitch: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowHeight: number;
  /** Top of the first row. */
  readonly top: number;
  /** Where what the leader heard begins. */
  readonly heardLeft: number;
  readonly stripTop: number;
  readonly stripBottom: number;
  /** Middle of the line that says what clients sent, its first value, and from one to the next. */
  readonly sentY: number;
  readonly sentLeft: number;
  readonly sentPitch: number;
  /** Of the answer. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function fastLayout(
  width: number,
  members: number,
  ballots: number,
  values: number,
): FastLayout {
  const narrow = width < 560;
  const beside = width >= 860;
  const left = narrow ? 40 : 108;
  // In a narrow picture what the leader heard stands beside the cells as a piece and a word.
  const heardWidth = narrow ? Math.min(104, Math.floor(width * 0.3)) : 150;
  const most = narrow ? 104 : beside ? 112 : 132;
  const pitch = Math.min(most, Math.floor((width - left - heardWidth) / ballots));
  const cellHeight = narrow ? 44 : 48;
  const rowHeight = cellHeight + 8;
  const top = 78;
  const heardLeft = left + ballots * pitch + (narrow ? 4 : 16);
  const stripTop = top + members * rowHeight + 16;
  const stripBottom = stripTop + values * 24 + 4;
  const sentY = stripBottom + 22;
  const answerLeft = heardLeft + heardWidth + 16;
  return {
    narrow,
    beside,
    left,
    pitch,
    cellWidth: pitch - 6,
    cellHeight,
    rowHeight,
    top,
    heardLeft,
    stripTop,
    stripBottom,
    sentY,
    sentLeft: narrow ? 68 : left + 20,
    sentPitch: 46,
    x: beside ? answerLeft : 0,
    y: beside ? top - 4 : sentY + 34,
    width: beside ? width - answerLeft : width,
  };
}

export function fastCell(layout: FastLayout, member: number, ballot: number): Box {
  return {
    x: layout.left + ballot * layout.pitch,
    y: layout.top + member * layout.rowHeight,
    width: layout.cellWidth,
    height: layout.cellHeight,
  };
}

/** The head of a ballot's column. */
export function headBox({ left, pitch, cellWidth, top }: FastLayout, ballot: number): Box {
  return { x: left + ballot * pitch, y: 4, width: cellWidth, height: top - 10 };
}

export function memberBox(layout: FastLayout, member: number): Box {
  const y = layout.top + member * layout.rowHeight;
  return { x: layout.narrow ? 0 : 2, y, width: layout.left - 6, height: layout.cellHeight };
}

export function clientBox({ sentLeft, sentPitch, sentY }: FastLayout, value: number): Box {
  return { x: sentLeft + value * sentPitch - 21, y: sentY - 18, width: 42, height: 36 };
}
