import type { AnyScenario } from '../../lab/engine.ts';
import { mainRun, unfold } from '../../lab/timeline.ts';
import {
  BadInput,
  type Command,
  type CommandContext,
  type CommandInput,
  integerOption,
  scenarioOf,
} from '../../lab/topic.ts';
import { SEQUENTIAL_LOAD, UNIFORM_LOAD, ZIPF_LIKE_LOAD } from './engine/fast/loads.ts';
import { runFast } from './engine/fast/run.ts';
import type { FastResult } from './engine/fast/types.ts';
import { type NamedFile, replayDirectory } from './engine/real/replay-command.ts';
import {
  readAmplification,
  spaceAmplification,
  writeAmplification,
  writeAmplificationWithLog,
} from './engine/sim/amplification.ts';
import { BREAKABLE, isBreakable } from './engine/sim/breakable.ts';
import { simEngine } from './engine/sim/engine.ts';
import { searchTinyStore } from './engine/sim/tiny-search.ts';
import type { SimConfig, SimState } from './engine/sim/types.ts';
import { totalBytes } from './engine/tree/version.ts';
import { lsm } from './topic.ts';

const DESCRIPTORS = /^(CURRENT|MANIFEST-\d+|LOG|LOG\.old)$/;

const replay: Command = {
  name: 'replay',
  summary: 'Replays a LevelDB directory and compares every compaction with what our picker takes.',
  arguments: [
    { name: 'dir', summary: 'a LevelDB directory; only MANIFEST, CURRENT and LOG are read' },
  ],
  options: [
    {
      flag: '--max-file-size',
      value: 'bytes',
      summary: 'the store’s max_file_size, where its tables do not tell',
    },
  ],
  async run(input, context) {
    const dir = input.arguments.dir!;
    const maxFileBytes = integerOption(input, 'max-file-size', 0, { min: 0, max: 2 ** 40 });
    const files = await readDescriptors(dir, context);
    const document = replayDirectory(files, maxFileBytes > 0 ? { maxFileBytes } : {});
    if (document.manifest === null) {
      const reasons = (document.problems ?? []).map(
        (p) => `${p.file} at byte ${p.offset}: ${p.reason}`,
      );
      throw new BadInput(
        `No readable MANIFEST in ${dir}: ${reasons.join('; ') || 'there is no file of that name'}.`,
      );
    }
    return { document, good: document.disagree.length === 0 };
  },
};

async function readDescriptors(dir: string, context: CommandContext): Promise<NamedFile[]> {
  const names = (await context.listFiles(dir)).filter((name) => DESCRIPTORS.test(name));
  return Promise.all(
    names.map(async (name) => ({ name, bytes: await context.readFile(`${dir}/${name}`) })),
  );
}

/** Loads that real LevelDBs were measured under; too long for frames. */
const LOADS: Readonly<Record<string, SimConfig>> = {
  'leveldb-uniform': UNIFORM_LOAD,
  'leveldb-zipf-like': ZIPF_LIKE_LOAD,
  'leveldb-sequential': SEQUENTIAL_LOAD,
};

const run: Command = {
  name: 'run',
  summary: 'Runs a scenario to its end and prints counters, amplifications and levels.',
  arguments: [],
  options: [
    {
      flag: '--scenario',
      value: 'id',
      summary: `a scenario of the figures, or one of ${Object.keys(LOADS).join(', ')}`,
    },
    { flag: '--seed', value: 'n', summary: 'another seed than the scenario’s own' },
    {
      flag: '--operations',
      value: 'n',
      summary: 'another length of its workload, run to its end on the fast engine',
    },
  ],
  async run(input) {
    const id = input.options.scenario;
    if (typeof id !== 'string') throw new BadInput('--scenario is missing.');
    const load = LOADS[id];
    const scenario = load ? null : scenarioOf(lsm, id);
    if (scenario && scenario.engine !== simEngine) {
      throw new BadInput(`${id} replays a real store; use lsm replay for those.`);
    }
    const own = scenario?.seed ?? 1;
    const seed = integerOption(input, 'seed', own, { min: 0, max: 2 ** 31 - 1 });
    const config = withOperations(load ?? scenario?.config, input);
    const long = load !== undefined || input.options.operations !== undefined;
    const end =
      long || !scenario ? runFast(config, seed) : lastState({ ...scenario, config }, seed);
    return {
      document: { scenario: id, seed, engine: long ? 'fast' : 'plain', ...report(end) },
      good: true,
    };
  },
};

function lastState(scenario: AnyScenario, seed: number): SimState {
  return unfold(scenario, mainRun(scenario, seed)).at(-1)!.state as SimState;
}

function report({ counters, version }: Pick<FastResult, 'counters' | 'version'>) {
  return {
    counters,
    amplification: {
      write: writeAmplification(counters),
      writeWithLog: writeAmplificationWithLog(counters),
      space: spaceAmplification(counters),
      read: readAmplification(counters),
    },
    levels: version.levels.map((files) => ({ files: files.length, bytes: totalBytes(files) })),
  };
}

function withOperations(config: SimConfig, input: CommandInput): SimConfig {
  if (input.options.operations === undefined) return config;
  const { workload } = config;
  const operations = integerOption(input, 'operations', 0, { min: 1, max: 10_000_000 });
  if (workload.kind !== 'list') return { ...config, workload: { ...workload, operations } };
  if (operations > workload.operations.length) {
    throw new BadInput(`This scenario has only ${workload.operations.length} operations.`);
  }
  return {
    ...config,
    workload: { ...workload, operations: workload.operations.slice(0, operations) },
  };
}

const exploring: Command = {
  name: 'explore',
  summary: 'Visits every state that a tiny store can reach, with or without one rule broken.',
  arguments: [],
  options: [
    {
      flag: '--break',
      value: 'rule',
      summary: `one of ${Object.keys(BREAKABLE).join(', ')}`,
    },
    { flag: '--keys', value: 'n', summary: 'keys, 1 unless told' },
    { flag: '--writes', value: 'n', summary: 'writes at most, 3 unless told' },
    { flag: '--snapshots', value: 'n', summary: 'snapshots held at once, 1 unless told' },
    { flag: '--without-crashes', value: null, summary: 'leave crashes out' },
  ],
  async run(input, context) {
    const rule = input.options.break;
    if (rule !== undefined && (rule === true || !isBreakable(rule))) {
      throw new BadInput(
        `--break takes ${Object.keys(BREAKABLE).join(', ')}, not ${JSON.stringify(rule)}.`,
      );
    }
    const bounds = {
      writes: integerOption(input, 'writes', 3, { min: 1, max: 12 }),
      snapshots: integerOption(input, 'snapshots', 1, { min: 0, max: 4 }),
      crashes: input.options['without-crashes'] !== true,
    };
    const keys = integerOption(input, 'keys', 1, { min: 1, max: 4 });
    const begun = context.now();
    const found = finish(searchTinyStore(rule ? BREAKABLE[rule].rules : {}, bounds, keys));
    if (found.stopped !== null) throw new BadInput(`The search did not end: ${found.stopped}`);
    const { distinct, generated, depth, levels, violation } = found;
    const document = {
      distinct,
      generated,
      depth,
      levels,
      seconds: (context.now() - begun) / 1000,
      violation: violation && {
        invariant: violation.invariant,
        message: violation.message,
        moves: violation.actions,
      },
    };
    return { document, good: violation === null };
  },
};

function finish<Result>(work: Generator<unknown, Result, void>): Result {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

export const commands: readonly Command[] = [replay, run, exploring];
