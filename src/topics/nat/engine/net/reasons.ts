import type { Dependence, NetEvent, Reason, World } from './types.ts';

const FILTERS: Readonly<Record<Dependence, string>> = {
  'endpoint-independent': 'endpoint-independent filter',
  'address-dependent': 'address-dependent filter',
  'address-and-port-dependent': 'address-and-port-dependent filter',
};

/** Why a packet was dropped, without where. */
export function plainReason(reason: Reason): string {
  switch (reason.code) {
    case 'no-route':
      return `nobody has the address ${reason.ip} here`;
    case 'lost':
      return 'lost on the way';
    case 'by-hand':
      return 'dropped by hand';
    case 'udp-blocked':
      return 'policy: no UDP';
    case 'no-mapping':
      return `no mapping for ${reason.outside}`;
    case 'filtered':
      return `${FILTERS[reason.filtering]}: no permission for ${reason.remote}`;
    case 'to-the-device':
      return `the device’s own input took it from ${reason.remote}, and nobody listens there`;
    case 'no-hairpin':
      return 'no hairpin: it does not turn packets round';
    case 'ports-exhausted':
      return 'no outside port is left';
    case 'no-translation':
      return `${reason.ip} has no counterpart in the other family`;
    case 'no-socket':
      return `nobody listens at port ${reason.port}`;
  }
}

export function nameOf({ devices, hosts }: World, where: string): string {
  return devices[where]?.name ?? hosts[where]?.name ?? 'the internet';
}

/** Where and why: “B’s NAT: address-and-port-dependent filter: no permission for …”. */
export function reasonWords(world: World, event: Extract<NetEvent, { kind: 'drop' }>): string {
  return `${nameOf(world, event.where)}: ${plainReason(event.reason)}`;
}
