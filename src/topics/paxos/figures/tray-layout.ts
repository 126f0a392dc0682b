import { textWidth } from '../../../player/drawing/text-width.ts';
import type { TrayItem } from './messages-view.ts';

export interface TrayPlace {
  readonly item: TrayItem;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Letters in lines from left to right, of one height. */
export function layTray(
  items: readonly TrayItem[],
  width: number,
  narrow: boolean,
): { readonly items: readonly TrayPlace[]; readonly height: number } {
  const height = narrow ? 44 : 34;
  const line = height + 6;
  let x = 0;
  let y = 0;
  const placed = items.map((item) => {
    const piece = item.value >= 0 ? 30 + textWidth(item.after, 13) : 0;
    const wide = Math.min(width, 80 + textWidth(item.says, 13) + piece);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += line;
    }
    const place = { item, x, y, width: wide, height };
    x += wide + 6;
    return place;
  });
  return { items: placed, height: y + line };
}
