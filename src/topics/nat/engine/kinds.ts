import type { Rules } from './net/types.ts';

/** The old names, and Linux: presets of the axes, nothing more. RFC 3489 §5, RFC 4787. */
export const KIND_IDS = [
  'none',
  'firewall',
  'full-cone',
  'restricted-cone',
  'port-restricted-cone',
  'symmetric',
  'linux',
  'linux-open',
  'linux-random',
  'udp-blocked',
] as const;
export type KindId = (typeof KIND_IDS)[number];

/** The timers that Linux has for UDP: 30 s, and 120 s once an answer has come. */
const BASE: Rules = {
  translation: 'nat',
  mapping: 'endpoint-independent',
  filtering: 'address-and-port-dependent',
  ports: 'preserve',
  timeout: { fresh: 30_000, answered: 120_000 },
  refreshInbound: false,
  hairpin: 'none',
  input: 'drop',
  pooling: 'paired',
  udp: 'allowed',
  portMapping: true,
};

/** Linux keeps a port while the whole tuple is unique; inbound packets refresh too. */
const LINUX: Rules = {
  ...BASE,
  mapping: 'address-and-port-dependent',
  ports: 'linux',
  refreshInbound: true,
};

export interface Kind {
  readonly id: KindId;
  readonly title: string;
  /** `null`: nothing stands in front of the host. */
  readonly rules: Rules | null;
}

const kind = (id: KindId, title: string, rules: Partial<Rules> | null): Kind => ({
  id,
  title,
  rules: rules && { ...BASE, ...rules },
});

export const KINDS: readonly Kind[] = [
  kind('none', 'Nothing', null),
  kind('firewall', 'Firewall, no NAT', { translation: 'firewall' }),
  kind('full-cone', 'Full cone', { filtering: 'endpoint-independent' }),
  kind('restricted-cone', 'Restricted cone', { filtering: 'address-dependent' }),
  kind('port-restricted-cone', 'Port-restricted cone', {}),
  kind('symmetric', 'Symmetric', { mapping: 'address-and-port-dependent', ports: 'random' }),
  kind('linux', 'Linux', LINUX),
  kind('linux-open', 'Linux, open INPUT', { ...LINUX, input: 'accept' }),
  kind('linux-random', 'Linux, random ports', { ...LINUX, ports: 'random' }),
  kind('udp-blocked', 'UDP blocked', { udp: 'blocked' }),
];

export function kindOf(id: KindId): Kind {
  return KINDS.find((k) => k.id === id)!;
}

/** As it stands in a sentence. */
export const kindWords = ({ title }: Kind): string =>
  /^(UDP|Linux)/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
