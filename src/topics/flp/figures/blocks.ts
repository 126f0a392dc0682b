import { fitted } from '../../../player/drawing/fitted.ts';
import { textWidth } from '../../../player/drawing/text-width.ts';
import type { Label } from '../engine/valency.ts';

/** What stands beside a picture, from top to bottom. */
export type Block =
  | { readonly kind: 'title'; readonly text: string; readonly label?: Label | null }
  | { readonly kind: 'head'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly soft?: boolean }
  | { readonly kind: 'chips'; readonly chips: readonly Chip[] }
  | { readonly kind: 'press'; readonly text: string; readonly name: string; readonly says: string };

/** An event, or something else with a short name in mono. */
export interface Chip {
  readonly text: string;
  /** Said before it, such as its place in a schedule. */
  readonly lead?: string;
  /** What can be decided after it. */
  readonly label?: Label | null;
  readonly done?: boolean;
  /** For one that can be pressed. */
  readonly name?: string;
  readonly says?: string;
  readonly pressed?: boolean;
}

/** Where each thing stands, in units of the picture. */
export interface Placed {
  readonly lines: readonly {
    readonly kind: 'title' | 'head' | 'text' | 'soft';
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly label: Label | null | undefined;
  }[];
  readonly chips: readonly (Chip & Box)[];
  readonly presses: readonly (Extract<Block, { kind: 'press' }> & Box)[];
  readonly height: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const CHIP_HEIGHT = 34;
export const PRESS_HEIGHT = 40;
const SIZES = { title: 16, head: 13, text: 13.5, soft: 12.5 } as const;
const LEADING = { title: 25, head: 20, text: 19, soft: 18 } as const;
const BEFORE = { title: 0, head: 14, text: 4, soft: 4 } as const;
const MONO = 7.85;

export function placeBlocks(blocks: readonly Block[], width: number): Placed {
  const lines: Placed['lines'][number][] = [];
  const chips: (Chip & Box)[] = [];
  const presses: Placed['presses'][number][] = [];
  let y = 0;
  for (const block of blocks) {
    if (block.kind === 'chips') {
      const placed = placeChips(block.chips, width, y + 6);
      chips.push(...placed);
      y = Math.max(y, ...placed.map((chip) => chip.y + CHIP_HEIGHT + 8));
    } else if (block.kind === 'press') {
      const wanted = Math.min(width, textWidth(block.text, 13.5) + 36);
      const last = presses.at(-1);
      const beside = last && last.y === y - PRESS_HEIGHT - 8 ? last.x + last.width + 12 : width;
      if (last && beside + wanted <= width) {
        presses.push({ ...block, x: beside, y: last.y, width: wanted });
      } else {
        presses.push({ ...block, x: 0, y: y + 8, width: wanted });
        y += PRESS_HEIGHT + 16;
      }
    } else {
      const kind = block.kind === 'text' && block.soft ? 'soft' : block.kind;
      const label = block.kind === 'title' ? block.label : undefined;
      const x = label === undefined ? 0 : 30;
      if (y > 0) y += BEFORE[kind];
      for (const [i, text] of fitted(block.text, SIZES[kind], width - x).entries()) {
        y += LEADING[kind];
        lines.push({ kind, text, x, y: y - 5, label: i === 0 ? label : undefined });
      }
    }
  }
  return { lines, chips, presses, height: y };
}

function placeChips(all: readonly Chip[], width: number, top: number): (Chip & Box)[] {
  let [x, y] = [0, top];
  return all.map((chip) => {
    const wide = chipWidth(chip);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += CHIP_HEIGHT + 10;
    }
    const placed = { ...chip, x, y, width: wide };
    x += wide + 8;
    return placed;
  });
}

const chipWidth = ({ text, lead, label }: Chip): number =>
  Math.max(
    44,
    letters(text) * MONO +
      18 +
      (lead ? lead.length * MONO + 6 : 0) +
      (label === undefined ? 0 : 28),
  );

/** The sign of the empty delivery comes from another font, and is wider. */
const letters = (text: string): number => text.length + (text.includes('∅') ? 1 : 0);

/** Lines no wider than that; an event’s name stays in one piece. */
export const broken = (text: string, size: number, width: number): readonly string[] =>
  fitted(text.replaceAll(/\((p\d), /g, '($1,\u00a0'), size, width);
