import type { PlayFrame } from '../../told.ts';
import { since } from './since.ts';

/** What belongs together: rows of tables, and the packets that made them or went through. */
export interface Kin {
  /** Rows, as `rowKey` writes them. */
  readonly rows: ReadonlySet<string>;
  readonly packets: ReadonlySet<number>;
}

/** What a reader looks at. */
export type LookedAt =
  | { readonly device: string; readonly row: number }
  | { readonly packet: number };

export const rowKey = (device: string, row: number): string => `${device} ${row}`;

/** A row and all its packets, or a packet and all its rows. */
export function kinOf(frames: readonly PlayFrame[], index: number, at: LookedAt): Kin {
  const rows = new Set<string>('row' in at ? [rowKey(at.device, at.row)] : []);
  const packets = new Set<number>('packet' in at ? [at.packet] : []);
  for (const { events } of since(frames, index)) {
    for (const event of events) {
      if (event.kind !== 'map' && event.kind !== 'pass') continue;
      const { device, permission, mapping, packet } = event;
      // A port that was asked for has a row, and no permission.
      const keys = [rowKey(device, permission ?? mapping), rowKey(device, mapping)];
      if ('row' in at && keys.some((key) => rows.has(key))) packets.add(packet.id);
      if ('packet' in at && packet.id === at.packet) rows.add(keys[0]!);
    }
  }
  return { rows, packets };
}
