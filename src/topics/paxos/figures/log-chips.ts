import { type Command, NO_OP } from '../engine/log/types.ts';
import { chainedShapes } from './log-sheet.ts';
import { roundedRect, short } from './shapes.ts';

/** A command in the picture: `x` and `y` are its middle. */
export interface ChipSpec {
  readonly value: Command;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly look?: 'solid' | 'open' | 'dashed';
}

interface ChipGroup {
  readonly className: string;
  readonly outline: string;
  readonly words: readonly { readonly x: string; readonly y: string; readonly text: Command }[];
}

const HEIGHT = 21;
const KINDS = ['y', 'x', 'z'];

const kindOf = (value: Command) =>
  value === NO_OP ? 'none' : `v${Math.max(0, KINDS.indexOf(value[0]!))}`;

/** Chips of one kind and look together, as one path and its words. A no-op is a dash. */
export function chipGroups(chips: readonly ChipSpec[]): readonly ChipGroup[] {
  const groups = new Map<string, ChipSpec[]>();
  for (const chip of chips) {
    const key = `${kindOf(chip.value)} ${chip.look ?? 'solid'}`;
    groups.set(key, [...(groups.get(key) ?? []), chip]);
  }
  return [...groups].map(([className, group]) => ({
    className,
    outline: chainedShapes(group.map(outlineOf)),
    words: group.map(({ value, x, y }) => ({
      x: short(x),
      y: String(Math.round(y + 4)),
      text: value === NO_OP ? '——' : value,
    })),
  }));
}

function outlineOf({ value, x, y, width }: ChipSpec): string {
  const left = Math.round(x - width / 2);
  const top = Math.round(y - HEIGHT / 2);
  const kind = kindOf(value);
  if (kind === 'v1') {
    const straight = short(width - HEIGHT);
    const end = 'a10.5 10.5 0 0 1 0';
    return `M${short(left + HEIGHT / 2)} ${short(top)}h${straight}${end} 21h-${straight}${end}-21z`;
  }
  if (kind !== 'v2') return roundedRect(left, top, width, HEIGHT, 4);
  // Cut corners, as the diamond among the values has.
  const across = short(width - 12);
  const half = short(HEIGHT / 2);
  return `M${short(left + 6)} ${short(top)}h${across}l6 ${half}l-6 ${half}h-${across}l-6-${half}z`;
}
