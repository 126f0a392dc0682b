/**
 * How fast packets go through NATs on this machine, as JSON: every kind against every kind,
 * guesses of ports a second, and frames a second of a run that a figure would keep.
 *
 *     node --expose-gc scripts/bench-nat.ts
 */
import { firstHits } from '../src/topics/nat/engine/birthday/trial.ts';
import { connect } from '../src/topics/nat/engine/connect.ts';
import { KIND_IDS } from '../src/topics/nat/engine/kinds.ts';
import { begin } from '../src/topics/nat/engine/net/start.ts';
import { advance } from '../src/topics/nat/engine/net/step.ts';
import type { NetState } from '../src/topics/nat/engine/net/types.ts';
import { PLAIN, pairWorld } from '../src/topics/nat/engine/pair.ts';

const ROUNDS = 5;
const FRAMES = 10_000;

/** The best of some rounds, in seconds, after one that only warms up. */
function best<Result>(work: () => Result): { seconds: number; result: Result } {
  let found: { seconds: number; result: Result } | null = null;
  for (let round = 0; round <= ROUNDS; round += 1) {
    globalThis.gc?.();
    const begun = performance.now();
    const result = work();
    const seconds = (performance.now() - begun) / 1000;
    if (round > 0 && (!found || seconds < found.seconds)) found = { seconds, result };
  }
  return found!;
}

const rounded = (n: number): number => Number(n.toFixed(4));

function matrix(): number {
  let cells = 0;
  for (const a of KIND_IDS) {
    for (const b of KIND_IDS) {
      connect({ ...PLAIN, a, b, relay: true }, 7);
      cells += 1;
    }
  }
  return cells;
}

/** Two hard sides that never meet, and every state on the way, kept as a figure keeps it. */
function frames(): readonly NetState[] {
  const pair = { ...PLAIN, a: 'symmetric', b: 'symmetric', rounds: 2000, interval: 20 } as const;
  const kept = [begin(pairWorld(pair), 7)];
  while (kept.length < FRAMES) kept.push(advance(kept.at(-1)!).state);
  return kept;
}

const TRIALS = 4000;
const guesses = (): number =>
  firstHits(256, 2048, 7, { from: 0, count: TRIALS }).reduce(
    (sum, n) => sum + (n < 0 ? 2048 : n),
    0,
  );

const [table, built, guessed] = [best(matrix), best(frames), best(guesses)];
const report = {
  matrix: { cells: table.result, seconds: rounded(table.seconds) },
  frames: { frames: built.result.length, seconds: rounded(built.seconds) },
  birthday: {
    probes: guessed.result,
    seconds: rounded(guessed.seconds),
    probesPerSecond: Math.round(guessed.result / guessed.seconds),
  },
};
console.log(JSON.stringify(report, null, 2));
