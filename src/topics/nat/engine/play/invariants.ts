import { show } from '../net/address.ts';
import type { Mapping, NetState } from '../net/types.ts';
import type { PlayState } from './types.ts';

type Check = (state: PlayState) => string | null;

/** Two mappings of a device that have one outside endpoint toward the same remote one. */
function sharedTuple({ world, tables }: NetState): string | null {
  for (const [device, { mappings }] of Object.entries(tables)) {
    const held = new Map<string, Mapping>();
    const shares = world.devices[device]!.rules.ports === 'linux';
    for (const mapping of mappings) {
      const toward = shares ? ` ${mapping.toward}` : '';
      const key = `${mapping.protocol} ${show(mapping.outside)}${toward}`;
      const other = held.get(key);
      if (other) {
        return `${show(other.inside)} and ${show(mapping.inside)} are both ${show(mapping.outside)} outside.`;
      }
      held.set(key, mapping);
    }
  }
  return null;
}

/** A row that is in a table after its time. */
function overdue({ now, tables, world }: NetState): string | null {
  for (const [device, { mappings, local }] of Object.entries(tables)) {
    const rows = [...mappings, ...mappings.flatMap(({ permissions }) => permissions), ...local];
    const late = rows.find(({ expires }) => expires < now);
    if (late) return `A row of ${world.devices[device]!.name} lives past its time.`;
  }
  return null;
}

/** Each says in words what is wrong, or `null`. */
export const invariants: Readonly<Record<string, Check>> = {
  'no two mappings share an outside endpoint': ({ net }) => sharedTuple(net),
  'no row outlives its timer': ({ net }) => overdue(net),
};
