/**
 * How fast the LSM engines are on this machine, as JSON: the fast engine on the
 * uniform load, and frames of the simulator on a miniature.
 *
 *     node --expose-gc scripts/bench-lsm.ts
 */
import { UNIFORM_LOAD } from '../src/topics/lsm/engine/fast/loads.ts';
import { runFast } from '../src/topics/lsm/engine/fast/run.ts';
import { simCourse } from '../src/topics/lsm/engine/sim/course.ts';
import { simEngine } from '../src/topics/lsm/engine/sim/engine.ts';
import { ONE_COMPACTION } from '../src/topics/lsm/engine/sim/miniatures.ts';
import type { SimState } from '../src/topics/lsm/engine/sim/types.ts';

const ROUNDS = 5;
const FRAMES = 2000;

function best<T>(measure: () => { seconds: number } & T): { seconds: number } & T {
  const runs = Array.from({ length: ROUNDS }, measure);
  return runs.reduce((least, run) => (run.seconds < least.seconds ? run : least));
}

function measureFast() {
  const begun = performance.now();
  const { counters, writeAmplification, version } = runFast(UNIFORM_LOAD, 1);
  const seconds = (performance.now() - begun) / 1000;
  return {
    seconds,
    puts: counters.puts,
    mergedEntries: counters.mergedEntries,
    putsPerSecond: Math.round(counters.puts / seconds),
    mergedEntriesPerSecond: Math.round(counters.mergedEntries / seconds),
    writeAmplification,
    files: version.levels.map((files) => files.length),
  };
}

function measureFrames() {
  const config = { ...ONE_COMPACTION.config, warmUp: 0 };
  const workload = { ...config.workload, operations: 100_000 } as typeof config.workload;
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const begun = performance.now();
  const frames: SimState[] = [simEngine.init({ ...config, workload }, 1)];
  while (frames.length < FRAMES) {
    const state = frames.at(-1)!;
    frames.push(simEngine.step(state, simCourse(state)!).state);
  }
  const seconds = (performance.now() - begun) / 1000;
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed - heapBefore;
  return {
    seconds,
    frames: frames.length,
    nanosecondsPerFrame: Math.round((seconds * 1e9) / frames.length),
    heapMegabytes: Number((heap / 1e6).toFixed(2)),
  };
}

const report = { fast: best(measureFast), frames: best(measureFrames) };
console.log(JSON.stringify(report, null, 2));
