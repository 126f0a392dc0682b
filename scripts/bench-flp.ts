/**
 * How fast every configuration of a protocol is found on this machine, and everything
 * counted about it, as JSON: the protocol for the initially dead and majority rounds of
 * three. Then the same in pieces, as a page without a worker does it: how long it took,
 * the longest time between two turns of the event loop, and how often it reported.
 *
 *     node --expose-gc scripts/bench-flp.ts
 */
import { classifyInWorker } from '../src/topics/flp/classify-client.ts';
import { classified } from '../src/topics/flp/engine/classify.ts';
import { graphOf } from '../src/topics/flp/engine/graph.ts';
import { type Choice, protocolOf } from '../src/topics/flp/engine/protocols/index.ts';

const ROUNDS = 3;

/** The best of some rounds, in seconds. */
function best<Result>(work: () => Result): { seconds: number; result: Result } {
  let found: { seconds: number; result: Result } | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.gc?.();
    const begun = performance.now();
    const result = work();
    const seconds = (performance.now() - begun) / 1000;
    if (!found || seconds < found.seconds) found = { seconds, result };
  }
  return found!;
}

/** As a page hears of it: the round in which the event loop was kept least, in milliseconds. */
async function inPieces(choice: Choice) {
  const found = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.gc?.();
    found.push(await once(choice));
  }
  return found.toSorted((a, b) => a.longestMilliseconds - b.longestMilliseconds)[0]!;
}

async function once(choice: Choice) {
  let [reports, longest] = [0, 0];
  let last = performance.now();
  const begun = last;
  let waiting = true;
  const turn = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (waiting) setImmediate(turn);
  };
  setImmediate(turn);
  await classifyInWorker(choice, () => {
    reports += 1;
  });
  waiting = false;
  return {
    seconds: rounded((performance.now() - begun) / 1000),
    longestMilliseconds: rounded(longest),
    reports,
  };
}

const rounded = (n: number): number => Number(n.toFixed(3));

async function measure(choice: Choice) {
  const protocol = protocolOf(choice);
  const explored = best(() => graphOf(protocol));
  const counted = best(() => classified(protocol).counts);
  const { configurations, edges } = counted.result;
  return {
    ...choice,
    configurations,
    edges,
    exploreSeconds: rounded(explored.seconds),
    configurationsPerSecond: Math.round(configurations / explored.seconds),
    seconds: rounded(counted.seconds),
    inPieces: await inPieces(choice),
    residentMegabytes: Math.round(process.memoryUsage().rss / 1e6),
  };
}

// What is loaded only when it is asked for is there by now, on a page too.
await classifyInWorker({ name: 'leader', processes: 2 });
const meeting = await measure({ name: 'initially-dead', processes: 3 });
const rounds = await measure({ name: 'majority-rounds', processes: 3, tie: 'one', lead: 3 });
const paxos = await measure({ name: 'paxos', processes: 3, ballots: 2 });
console.log(JSON.stringify({ meeting, rounds, paxos }, null, 2));
