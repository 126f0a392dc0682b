import { type Endpoint, same } from '../net/address.ts';
import type { Change, Dependence } from '../net/types.ts';

/** The tests of RFC 5780 §4.3 and §4.4 in the order they are run; both begin with mapping test I. */
export const TEST_IDS = [
  'mapping-1',
  'mapping-2',
  'mapping-3',
  'filtering-2',
  'filtering-3',
] as const;
export type TestId = (typeof TEST_IDS)[number];

/** What is asked where, and where the answer is to come from. */
export interface Question {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** RFC 5780 §7.2; `null` asks for an answer from where the question went to. */
  readonly change: Change | null;
  readonly expects: Endpoint;
}

export interface Answer {
  readonly mapped: Endpoint;
  /** The server’s other address and port. RFC 5780 §7.4. */
  readonly other: Endpoint;
  readonly at: number;
}

/** A test that was begun. Times are in milliseconds since the start of the run. */
export interface TestRun extends Question {
  readonly id: TestId;
  readonly sentAt: readonly number[];
  readonly answer: Answer | null;
  /** It has its answer, or there is no more patience for one. */
  readonly over: boolean;
}

/** A server’s two addresses and two ports. RFC 5780 §6: the other is the OTHER-ADDRESS. */
export interface Asked {
  readonly primary: Endpoint;
  readonly other: Endpoint;
}

/** The own address, and the local port that each half is run from. */
export interface Asking {
  readonly ip: string;
  readonly mappingPort: number;
  readonly filteringPort: number;
}

/** RFC 5780 §4.3, §4.4. */
export function question(
  id: TestId,
  { ip, mappingPort, filteringPort }: Asking,
  { primary, other }: Asked,
): Question {
  const plain = (to: Endpoint): Question => ({
    from: { ip, port: mappingPort },
    to,
    change: null,
    expects: to,
  });
  const changed = (change: Change): Question => ({
    from: { ip, port: filteringPort },
    to: primary,
    change,
    expects: {
      ip: change.ip ? other.ip : primary.ip,
      port: change.port ? other.port : primary.port,
    },
  });
  switch (id) {
    case 'mapping-1':
      return plain(primary);
    case 'mapping-2':
      return plain({ ip: other.ip, port: primary.port });
    case 'mapping-3':
      return plain(other);
    case 'filtering-2':
      return changed({ ip: true, port: true });
    case 'filtering-3':
      return changed({ ip: false, port: true });
  }
}

/** What was found; `none` is a mapped address that is the own one. */
export interface Verdict {
  readonly mapping: Dependence | 'none' | 'unknown';
  readonly filtering: Dependence | 'unknown';
}

type Tests = readonly TestRun[];

const run = (tests: Tests, id: TestId): TestRun | undefined =>
  tests.find((test) => test.id === id && test.over);

/** The test to begin when those before are over; `null` when nothing more need be asked. */
export function nextTest(tests: Tests): TestId | null {
  if (tests.length === 0) return 'mapping-1';
  // Nothing comes back at all: UDP is blocked, or the server is not there.
  if (!run(tests, 'mapping-1')?.answer) return null;
  if (mappingOf(tests) === null) return run(tests, 'mapping-2') ? 'mapping-3' : 'mapping-2';
  if (filteringOf(tests) === null) return run(tests, 'filtering-2') ? 'filtering-3' : 'filtering-2';
  return null;
}

/** RFC 5780 §4.3. `null` while there is something to ask. */
export function mappingOf(tests: Tests): Verdict['mapping'] | null {
  const [one, two, three] = [
    run(tests, 'mapping-1'),
    run(tests, 'mapping-2'),
    run(tests, 'mapping-3'),
  ];
  if (!one) return null;
  if (!one.answer) return 'unknown';
  if (same(one.answer.mapped, one.from)) return 'none';
  if (!two) return null;
  if (!two.answer) return 'unknown';
  if (same(two.answer.mapped, one.answer.mapped)) return 'endpoint-independent';
  if (!three) return null;
  if (!three.answer) return 'unknown';
  return same(three.answer.mapped, two.answer.mapped)
    ? 'address-dependent'
    : 'address-and-port-dependent';
}

/** RFC 5780 §4.4. `null` while there is something to ask. */
export function filteringOf(tests: Tests): Verdict['filtering'] | null {
  const [one, two, three] = [
    run(tests, 'mapping-1'),
    run(tests, 'filtering-2'),
    run(tests, 'filtering-3'),
  ];
  if (one && !one.answer) return 'unknown';
  if (!two) return null;
  if (two.answer) return 'endpoint-independent';
  if (!three) return null;
  return three.answer ? 'address-dependent' : 'address-and-port-dependent';
}

export const verdictOf = (tests: Tests): Verdict => ({
  mapping: mappingOf(tests) ?? 'unknown',
  filtering: filteringOf(tests) ?? 'unknown',
});
