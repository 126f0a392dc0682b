/** Rows of steps that are shown, the latest. */
export const ROWS = 7;

/** Below the verdict: a narrow panel breaks its longest one into five lines. */
export const tilesFrom = (width: number): number => (width < 440 ? 194 : 150);

export const queueFrom = (width: number): number => tilesFrom(width) + ROWS * 36 + 34;

export const panelHeight = (width: number): number => queueFrom(width) + 124;
