import type { Deviation, Run } from '../../../../lab/timeline.ts';
import type { KindId } from '../../engine/kinds.ts';
import type { PlayAction } from '../../engine/play/types.ts';
import { askersOf, type CircumstancesId } from '../../engine/table/circumstances.ts';
import type { Cell } from '../../engine/table/types.ts';

/** A scenario that shows packets, and what stands in front of each side as it begins. */
interface Shown {
  readonly scenario: string;
  readonly a: KindId;
  readonly b: KindId;
  /** It has one of its own. */
  readonly relay?: true;
}

const cones = (scenario: string): Shown => ({
  scenario,
  a: 'port-restricted-cone',
  b: 'port-restricted-cone',
});
const PLAIN = cones('two-cones');
/** Where only the relay is left, it is seen in use. */
const RELAYED: Shown = { ...cones('hard-and-easy'), a: 'symmetric', relay: true };
const CARRIER: Shown = { ...cones('same-carrier'), relay: true };

const SHOWN: Readonly<Record<CircumstancesId, Shown>> = {
  plain: PLAIN,
  asked: { scenario: 'asked-port', a: 'symmetric', b: 'symmetric' },
  'carrier-a': { ...cones('double-nat'), relay: true },
  carrier: CARRIER,
  'carrier-hairpin': cones('same-carrier-hairpin'),
  'carrier-asked': cones('same-carrier-mapped'),
  ipv6: { scenario: 'ipv6', a: 'firewall', b: 'firewall' },
  tcp: cones('tcp'),
};

/** The run that shows a cell’s packets, from its beginning. */
export function packetsOf(id: CircumstancesId, cell: Cell, seed: number): Run {
  // A thousand guesses are shown as ports, not packet by packet.
  if (cell.outcome.path === 'birthday') return { scenario: 'birthday', seed: 101, deviations: [] };
  const shown = shownOf(id, cell);
  const kinds = (['a', 'b'] as const)
    .filter((side) => cell[side] !== shown[side])
    .map((side): PlayAction => ({ type: 'kind', side, kind: cell[side] }));
  // Only where it is used: what is told of the others has fewer packets without it.
  const lacksRelay = cell.outcome.path === 'relayed' && !shown.relay;
  const actions: PlayAction[] = lacksRelay ? [{ type: 'relay' }, ...kinds] : kinds;
  const deviations = actions.map((action, at): Deviation => ({ at, action }));
  return { scenario: shown.scenario, seed, deviations };
}

function shownOf(id: CircumstancesId, cell: Cell): Shown {
  const nobodyAsks = askersOf(id, cell).length === 0;
  if (id === 'plain' || (id === 'asked' && nobodyAsks)) {
    return cell.outcome.path === 'relayed' ? RELAYED : PLAIN;
  }
  return id === 'carrier-asked' && nobodyAsks ? CARRIER : SHOWN[id];
}
