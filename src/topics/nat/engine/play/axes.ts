import { kindOf } from '../kinds.ts';
import type { Dependence, PortChoice, Rules } from '../net/types.ts';
import { type PairConfig, rulesOf, type SideId } from '../pair.ts';

/** The axes that a reader can set, each free of the others. RFC 4787 §4, §5. */
export type Axis = 'mapping' | 'filtering' | 'ports' | 'input';

const DEPENDENCE: Readonly<Record<Dependence, string>> = {
  'endpoint-independent': 'nothing',
  'address-dependent': 'address',
  'address-and-port-dependent': 'address and port',
};
const PORTS: Readonly<Record<PortChoice, string>> = {
  preserve: 'the one inside',
  sequential: 'the next one',
  random: 'a random one',
  linux: 'as Linux does',
};
const INPUT: Readonly<Record<Rules['input'], string>> = {
  drop: 'are dropped',
  accept: 'are its own',
};

/** Each axis: how it is called beside its choices, and its choices in words. */
export const AXES: Readonly<
  Record<Axis, { readonly title: string; readonly values: Readonly<Record<string, string>> }>
> = {
  mapping: { title: 'Port depends on', values: DEPENDENCE },
  filtering: {
    title: 'Lets in',
    values: {
      'endpoint-independent': 'anybody',
      'address-dependent': 'by address',
      'address-and-port-dependent': 'by address and port',
    },
  },
  ports: { title: 'Port is', values: PORTS },
  input: { title: 'Packets for nobody', values: INPUT },
};
export const AXIS_IDS = Object.keys(AXES) as readonly Axis[];

export interface AxisSetting {
  readonly side: SideId;
  readonly axis: Axis;
  readonly value: string;
}

/** The axes that a side’s device can be asked about: a firewall has no ports to give out. */
export function axesOf(config: PairConfig, side: SideId): readonly Axis[] {
  const rules = rulesOf(config, side);
  // A phone’s translators have the axes that RFC 6146 gives them.
  if (!rules || (config.family === 'nat64' && side === 'a')) return [];
  return rules.translation === 'firewall' ? ['filtering', 'input'] : AXIS_IDS;
}

/** `null` if an axis can be set so, else why not. */
export function whyNot(config: PairConfig, { side, axis, value }: AxisSetting): string | null {
  const rules = rulesOf(config, side);
  if (!rules) return `There is nothing in front of ${side.toUpperCase()}.`;
  if (!AXES[axis].values[value]) return `There is no ${axis} called ${value}.`;
  if (!axesOf(config, side).includes(axis)) {
    return rules.translation === 'firewall'
      ? 'A firewall translates nothing.'
      : 'A NAT64 maps as RFC 6146 says.';
  }
  return rules[axis] === value ? 'So it is already.' : null;
}

export function withAxis<C extends PairConfig>(config: C, { side, axis, value }: AxisSetting): C {
  const own = { ...config.rules?.[side], [axis]: value };
  return { ...config, rules: { ...config.rules, [side]: own } };
}

/** In what a side’s device differs from the kind that it is called. */
export function changedAxes(config: PairConfig, side: SideId): readonly Axis[] {
  const [own, kind] = [rulesOf(config, side), kindOf(config[side]).rules];
  return own && kind ? axesOf(config, side).filter((axis) => own[axis] !== kind[axis]) : [];
}

export function axisWords({ axis, value }: AxisSetting): string {
  const words = AXES[axis].values[value];
  switch (axis) {
    case 'mapping':
      return value === 'endpoint-independent'
        ? 'keeps a socket’s port, whoever it sends to'
        : `gives a socket another port for each ${words}`;
    case 'filtering':
      return `lets in ${words}`;
    case 'ports':
      return `takes ${value === 'linux' ? 'a port as Linux does' : `${words} as the port outside`}`;
    case 'input':
      return value === 'accept'
        ? 'takes packets for nobody as its own'
        : 'drops packets for nobody';
  }
}
