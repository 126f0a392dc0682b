/** Where the editors, the wire and the buttons stand, in units of the picture. */
export interface CardPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Letters of the text: their size, how far apart, and how many in a row. */
  readonly size: number;
  readonly advance: number;
  readonly perRow: number;
  readonly rows: number;
  /** Whether there is room for the Lamport times under the letters. */
  readonly timed: boolean;
}

export interface EditorsPlace {
  readonly cards: readonly CardPlace[];
  /** From where to where a letter travels; by card. */
  readonly wire: {
    readonly y: number;
    readonly between: boolean;
    readonly ends: readonly {
      readonly left: number;
      readonly right: number;
      readonly middle: number;
    }[];
  };
  readonly buttons: { readonly x: number; readonly y: number };
  readonly height: number;
}

export const HEAD = 38;
const PAD = 14;
const BIG = { size: 22, advance: 23, line: 32 } as const;
const SMALL = { size: 14, advance: 9.4, line: 24 } as const;
/** JetBrains Mono: every letter is as wide as this part of its size. */
export const MONO_ADVANCE = 0.6;

/** `most` is the longest text that a frame shows in any editor. */
export function editorsLayout(authors: number, width: number, most: number): EditorsPlace {
  const beside = authors === 2 && width >= 760;
  const gap = beside ? 250 : width < 560 ? 12 : 20;
  const inset = beside ? Math.max(0, Math.min(56, (width - 860) / 2)) : 0;
  const perLine = beside || width >= 560 ? Math.min(authors, width < 760 ? 3 : 5) : 2;
  const cardWidth = (width - 2 * inset - gap * (perLine - 1)) / perLine;
  const fit = fitting(cardWidth - 2 * PAD, most);
  const height = HEAD + 16 + fit.rows * fit.line + (fit.timed ? 26 : 8);
  const cards = Array.from({ length: authors }, (_, i): CardPlace => {
    const { line: _line, ...letters } = fit;
    return {
      x: inset + (i % perLine) * (cardWidth + gap),
      y: Math.floor(i / perLine) * (height + 14),
      width: cardWidth,
      height,
      ...letters,
    };
  });
  const bottom = Math.max(...cards.map((card) => card.y + card.height));
  const ends = cards.map(({ x }) => ({
    left: x,
    right: x + cardWidth,
    middle: x + cardWidth / 2,
  }));
  return {
    cards,
    wire: { y: beside ? 50 : bottom + 46, between: beside, ends },
    buttons: { x: width / 2, y: beside ? 72 : bottom + 66 },
    height: beside ? Math.max(bottom, 146) : bottom + (authors === 2 ? 140 : 106),
  };
}

/** The largest letters that let the longest text fit: one row if it can be. */
function fitting(inner: number, most: number) {
  if (most * BIG.advance <= inner) {
    const perRow = Math.floor(inner / BIG.advance);
    return { ...BIG, perRow, rows: 1, timed: true };
  }
  const perRow = Math.max(1, Math.floor(inner / SMALL.advance));
  return { ...SMALL, perRow, rows: Math.max(1, Math.ceil((most + 1) / perRow)), timed: false };
}

/** Where a letter of a text stands: the left end of its cell, and its baseline. */
export function letterPlace(
  card: CardPlace,
  index: number,
): { readonly x: number; readonly y: number } {
  const line = card.timed ? BIG.line : SMALL.line;
  return {
    x: card.x + PAD + (index % card.perRow) * card.advance,
    y: card.y + HEAD + 8 + Math.floor(index / card.perRow) * line + (card.timed ? 24 : 17),
  };
}

/** The box of the text, for the field that is typed into. */
export function textBox(card: CardPlace) {
  const line = card.timed ? BIG.line : SMALL.line;
  return {
    x: card.x + PAD,
    y: card.y + HEAD + 8,
    width: card.perRow * card.advance + 1,
    height: card.rows * line,
    line,
  };
}
