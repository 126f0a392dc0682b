/**
 * How fast every state of a small Paxos board is visited on this machine, as JSON: the
 * plain search, which checks every invariant, and the packed one, which checks agreement,
 * on three ballots, and the packed one on four.
 *
 *     node --expose-gc scripts/bench-paxos.ts
 */
import { checkBoard } from '../src/topics/paxos/engine/packed/check.ts';
import type { CheckResult } from '../src/topics/paxos/engine/packed/search.ts';
import { boardOf } from '../src/topics/paxos/engine/spec/board.ts';

const ROUNDS = 3;

interface Search {
  readonly ballots: number;
  readonly symmetry?: boolean;
  readonly plain?: boolean;
  readonly rounds?: number;
}

function search({ ballots, ...options }: Search): CheckResult {
  const work = checkBoard(boardOf({ acceptors: 3, values: 2, ballots }), options);
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

/** The best of some rounds; memory is the process's after the last of them. */
function measure(what: Search) {
  let seconds = Number.POSITIVE_INFINITY;
  let found: CheckResult | null = null;
  for (let round = 0; round < (what.rounds ?? 1); round += 1) {
    globalThis.gc?.();
    const begun = performance.now();
    found = search(what);
    seconds = Math.min(seconds, (performance.now() - begun) / 1000);
  }
  const { distinct, generated, depth } = found!;
  return {
    distinct,
    generated,
    depth,
    seconds: Number(seconds.toFixed(3)),
    statesPerSecond: Math.round(distinct / seconds),
    generatedPerSecond: Math.round(generated / seconds),
    residentMegabytes: Math.round(process.memoryUsage().rss / 1e6),
  };
}

const three = measure({ ballots: 3, rounds: ROUNDS });
const symmetric = measure({ ballots: 4, symmetry: true });
const four = measure({ ballots: 4 });
const plain = measure({ ballots: 3, plain: true });
const timesPlain = Number((plain.seconds / three.seconds).toFixed(1));
console.log(JSON.stringify({ plain, three, four, symmetric, timesPlain }, null, 2));
