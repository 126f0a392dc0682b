import { same, show } from '../net/address.ts';
import { discovererIn } from './discover.ts';
import {
  filteringOf,
  mappingOf,
  type TestId,
  type TestRun,
  type Verdict,
  verdictOf,
} from './tests.ts';
import type { DiscoveryState } from './types.ts';
import { rulesOf } from './world.ts';

/** What came back, and what follows from it. */
export interface Finding {
  readonly seen: string;
  readonly short: string;
}

/** What a test that is over has found; `null` while it is not. */
export function findingOf(tests: readonly TestRun[], id: TestId): Finding | null {
  const run = tests.find((test) => test.id === id && test.over);
  if (!run) return null;
  const seen = run.answer ? show(run.answer.mapped) : 'no answer';
  return { seen, short: SHORT[id](run, tests) };
}

const mappedOf = (tests: readonly TestRun[], id: TestId) =>
  tests.find((test) => test.id === id)?.answer?.mapped;

const alike = (run: TestRun, tests: readonly TestRun[], id: TestId): boolean => {
  const other = mappedOf(tests, id);
  return run.answer !== null && other !== undefined && same(run.answer.mapped, other);
};

type Short = (run: TestRun, tests: readonly TestRun[]) => string;
const NO_MAPPING = 'Nothing can be said about the mapping';

/** RFC 5780 §4.3 and §4.4, one branch each. */
const SHORT: Readonly<Record<TestId, Short>> = {
  'mapping-1': (run) => {
    if (!run.answer) return 'UDP is blocked, or the server is away';
    return same(run.answer.mapped, run.from)
      ? 'That is its own address: no NAT'
      : 'Not its own address: there is a NAT';
  },
  'mapping-2': (run, tests) => {
    if (!run.answer) return NO_MAPPING;
    return alike(run, tests, 'mapping-1')
      ? 'Same as in I: endpoint-independent'
      : 'Not as in I: it depends on the address';
  },
  'mapping-3': (run, tests) => {
    if (!run.answer) return NO_MAPPING;
    return alike(run, tests, 'mapping-2')
      ? 'Same as in II: on the address alone'
      : 'Not as in II: on the port as well';
  },
  'filtering-2': ({ answer }) =>
    answer ? 'Anyone is let in: endpoint-independent' : 'Another address is not let in',
  'filtering-3': ({ answer }) =>
    answer ? 'Only the address counts' : 'Another port is not let in either',
};

/** Why a test is not run; `null` where it is, or may still be. */
export function skippedBecause(tests: readonly TestRun[], id: TestId): string | null {
  const first = tests.find((test) => test.id === 'mapping-1' && test.over);
  if (!first || tests.some((test) => test.id === id)) return null;
  if (!first.answer) return 'not asked: nothing comes back';
  const mapping = mappingOf(tests);
  if (mapping === 'none' && id.startsWith('mapping')) return 'not needed: there is no NAT';
  const settled = id === 'mapping-3' ? mapping : id === 'filtering-3' ? filteringOf(tests) : null;
  if (settled === null) return null;
  return settled === 'unknown' ? 'not asked: II had no answer' : 'not needed: II has settled it';
}

/** The two halves of the verdict, as they stand in a list. */
export const verdictParts = ({ mapping, filtering }: Verdict): readonly [string, string] => [
  mapping === 'none' ? 'none: there is no NAT' : mapping,
  filtering,
];

/** Where the verdict is not what the device’s rules say: why; else `null`. */
export function amissWords(state: DiscoveryState): string | null {
  const { net, config } = state;
  const { mapping, filtering } = verdictOf(discovererIn(net).tests);
  const rules = rulesOf(config);
  const truth: Verdict =
    rules?.translation === 'nat'
      ? { mapping: rules.mapping, filtering: rules.filtering }
      : { mapping: 'none', filtering: rules?.filtering ?? 'endpoint-independent' };
  if (rules?.udp === 'blocked') return null;
  if (filtering !== truth.filtering) {
    return config.fresh
      ? `The filter is ${truth.filtering}: a packet was lost.`
      : `But the filter is ${truth.filtering}: this port had written to 192.0.2.2 before.`;
  }
  if (mapping === truth.mapping) return null;
  return rules?.ports === 'linux'
    ? 'But Linux only keeps a port while no other flow has its tuple.'
    : `The mapping is ${truth.mapping}: a packet was lost.`;
}
