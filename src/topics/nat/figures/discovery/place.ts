import type { Box } from '../network/place.ts';

/** Where everything stands, in CSS pixels. Packets fly to the right in a wide picture, down in a narrow one. */
export interface DiscoveryPlace {
  readonly wide: boolean;
  readonly width: number;
  readonly height: number;
  /** Of the device, or of what is said where there is none. */
  readonly box: Box;
  /** Of the server’s four endpoints. */
  readonly endpoints: readonly Box[];
  readonly server: { readonly x: number; readonly y: number };
  /** Where packets leave the device, and where they stand behind it. */
  readonly gate: { readonly x: number; readonly y: number };
  readonly home: { readonly x: number; readonly y: number };
  readonly list: number;
}

const LIST_ROW = 30;
const NARROW_ROW = 64;
export const listRow = (wide: boolean): number => (wide ? LIST_ROW : NARROW_ROW);
const LIST_HEAD = 26;
const VERDICT = 76;
const TESTS = 5;
const listHeight = (wide: boolean): number =>
  (wide ? LIST_HEAD : 0) + TESTS * listRow(wide) + VERDICT;

const HOST = 116;
/** Below the header of the packet, which stands at the top of the middle. */
const GATE = 188;

/** `tallest` is what the device’s box needs at most in a run; 0 where there is none. */
export function widePlace(width: number, tallest: number): DiscoveryPlace {
  const column = Math.min(300, Math.max(236, (width - HOST - 400) / 1.6));
  const side = Math.min(200, Math.max(164, width * 0.2));
  const box = { x: HOST, y: 0, width: column, height: tallest > 0 ? Math.max(226, tallest) : 76 };
  const x = width - side;
  const ys = [78, 132, 198, 252];
  const list = Math.max(box.height, 298) + 30;
  return {
    wide: true,
    width,
    height: list + listHeight(true),
    box,
    endpoints: ys.map((y) => ({ x, y, width: side, height: 46 })),
    server: { x, y: 48 },
    gate: { x: tallest > 0 ? HOST + column : 100, y: GATE },
    home: { x: 54, y: GATE },
    list,
  };
}

const RISER = 26;
const LANE = 104;

/** The same from top to bottom: the host, its device, the lane, the server, and the list. */
export function narrowPlace(width: number, tallest: number): DiscoveryPlace {
  const top = 78;
  const box = { x: RISER, y: top, width: width - RISER, height: tallest > 0 ? tallest : 68 };
  const lane = top + box.height;
  const server = lane + LANE;
  const cell = (width - 10) / 2;
  const endpoints = [0, 1, 2, 3].map((i) => ({
    x: i < 2 ? 0 : cell + 10,
    y: server + 26 + (i % 2) * 52,
    width: cell,
    height: 44,
  }));
  const list = server + 26 + 104 + 22;
  return {
    wide: false,
    width,
    height: list + listHeight(false),
    box,
    endpoints,
    server: { x: 0, y: server },
    gate: { x: 52, y: lane + 20 },
    home: { x: 52, y: 58 },
    list,
  };
}
