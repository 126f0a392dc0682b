import type { NetState } from '../../engine/net/types.ts';
import { packetName } from '../../engine/play/packets.ts';
import type { PlayFrame } from '../../told.ts';
import { type Lanes, sideOf } from './lanes.ts';
import { since } from './since.ts';

/** What is written beside a device in the diagram. */
export interface NoteView {
  readonly device: string;
  readonly at: number;
  readonly words: string;
  readonly tone: 'plain' | 'danger' | 'fresh';
}

/** A stretch of time in which a device lets in somebody who is no server, or does not. */
export interface Stretch {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
}

const TO = { a: 'B', b: 'A' } as const;

/** Rows that are added, and what the filters say. */
export function notesOf(
  frames: readonly PlayFrame[],
  index: number,
  lanes: Lanes,
): readonly NoteView[] {
  const notes: NoteView[] = [];
  for (const { state, events } of since(frames, index)) {
    const { net } = state;
    for (const event of events) {
      if (event.kind === 'map' && event.opened && isProbe(event.packet.payload.is)) {
        const side = sideOf(lanes, event.device);
        const words = side ? `adds a row for ${TO[side]}` : 'adds a row';
        notes.push({ device: event.device, at: net.now, words, tone: 'plain' });
      } else if (event.kind === 'drop') {
        const words = `${shortName(net, event.packet)} dropped`;
        notes.push({ device: event.where, at: net.now, words, tone: 'danger' });
      } else if (event.kind === 'pass' && isProbe(event.packet.payload.is)) {
        const words = `${shortName(net, event.packet)} let in`;
        notes.push({ device: event.device, at: net.now, words, tone: 'fresh' });
      }
    }
  }
  return notes;
}

const isProbe = (is: string): boolean => is === 'probe';
const shortName = (net: NetState, packet: Parameters<typeof packetName>[1]): string =>
  packetName(net, packet).replace(/^the STUN server’s /, 'STUN ');

/** When each device was open to the other peer, or to anybody. */
export function stretchesOf(
  frames: readonly PlayFrame[],
  index: number,
  isServer: (remote: string) => boolean,
): readonly Stretch[] {
  const found: Stretch[] = [];
  const run = since(frames, index);
  for (const [device, { rules }] of Object.entries(run[0]!.state.net.world.devices)) {
    // A translator without a table shuts nobody out.
    if (rules.translation === 'clat') continue;
    let open = false;
    let from = 0;
    for (const { state } of run) {
      const { mappings } = state.net.tables[device]!;
      const now = mappings.some(
        (m) => m.asked || m.permissions.some(({ remote }) => !isServer(remote)),
      );
      if (now === open) continue;
      if (state.net.now > from) found.push({ device, from, to: state.net.now, open });
      open = now;
      from = state.net.now;
    }
    found.push({ device, from, to: Number.POSITIVE_INFINITY, open });
  }
  return found;
}
