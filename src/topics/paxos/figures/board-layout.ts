/** Where the parts of a board stand, in the picture's own units. */
export interface BoardLayout {
  readonly mode: 'wide' | 'middle' | 'narrow';
  readonly width: number;
  /** Left edge of the first cell, and the distance from one to the next. */
  readonly left: number;
  readonly pitch: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowHeight: number;
  /** Top of the first row. */
  readonly top: number;
  readonly piece: number;
  /** Top of the strip that says what can still win. */
  readonly stripTop: number;
  readonly stripHeight: number;
  /** Where what the leader heard begins; `null` where a sentence says it. */
  readonly heardLeft: number | null;
  /** Where letters stand beside the rows; `null` where they stand below. */
  readonly lettersLeft: number | null;
  readonly answer: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** Where the letters begin that stand below. */
  readonly lettersTop: number;
}

const GAP = 6;

/** The same with at least this much room for the answer, and what is below it moved down. */
export function withAnswerHeight(layout: BoardLayout, height: number): BoardLayout {
  const more = Math.max(0, height - layout.answer.height);
  return {
    ...layout,
    answer: { ...layout.answer, height: layout.answer.height + more },
    lettersTop: layout.lettersTop + more,
  };
}

/** Laid out for its width, or as is asked. */
export function boardLayout(
  width: number,
  members: number,
  ballots: number,
  values: number,
  mode: BoardLayout['mode'] = width >= 860 ? 'wide' : width >= 560 ? 'middle' : 'narrow',
): BoardLayout {
  return mode === 'narrow'
    ? narrowLayout(width, members, ballots, values)
    : broadLayout(mode, width, members, ballots, values);
}

function stripHeightOf(values: number): number {
  return values * 22 + 50;
}

function broadLayout(
  mode: 'wide' | 'middle',
  width: number,
  members: number,
  ballots: number,
  values: number,
): BoardLayout {
  const left = 112;
  const most = (ballots <= 3 ? 104 : ballots <= 6 ? 64 : 56) - (mode === 'wide' ? 0 : 8);
  const pitch = Math.min(most, Math.floor((mode === 'wide' ? 500 : width - left - 150) / ballots));
  const rowHeight = mode === 'wide' ? 56 : 52;
  const top = 56;
  const stripTop = top + members * rowHeight + 10;
  const right = left + ballots * pitch + 16;
  const stripHeight = stripHeightOf(values);
  const wide = mode === 'wide';
  // Clear of the legend, which stands under a board of any size.
  const answerLeft = Math.max(right, 440);
  const answerTop = wide ? stripTop + 2 : stripTop + stripHeight + 40;
  const answerHeight = wide ? 150 : 128;
  return {
    mode,
    width,
    left,
    pitch,
    cellWidth: pitch - GAP,
    cellHeight: rowHeight - GAP,
    rowHeight,
    top,
    piece: Math.min(30, pitch - 14),
    stripTop,
    stripHeight,
    heardLeft: right,
    lettersLeft: wide ? Math.max(right + 178, Math.min(right + 216, width - 286)) : null,
    answer: {
      x: wide ? answerLeft : 0,
      y: answerTop,
      width: wide ? width - answerLeft : width,
      height: answerHeight,
    },
    lettersTop: answerTop + answerHeight + 26,
  };
}

function narrowLayout(
  width: number,
  members: number,
  ballots: number,
  values: number,
): BoardLayout {
  const left = 38;
  const pitch = Math.min(ballots > 3 ? 56 : 72, Math.floor((width - left) / ballots));
  const rowHeight = Math.max(44, pitch);
  const top = 66;
  const stripTop = top + members * rowHeight + 8;
  const stripHeight = stripHeightOf(values);
  const answerTop = stripTop + stripHeight + 14;
  const answerHeight = width < 330 ? 150 : 132;
  return {
    mode: 'narrow',
    width,
    left,
    pitch,
    cellWidth: pitch - Math.min(GAP, pitch / 8),
    cellHeight: rowHeight - GAP,
    rowHeight,
    top,
    piece: Math.min(28, pitch - 10),
    stripTop,
    stripHeight,
    heardLeft: null,
    lettersLeft: null,
    answer: { x: 0, y: answerTop, width, height: answerHeight },
    lettersTop: answerTop + answerHeight + 26,
  };
}
