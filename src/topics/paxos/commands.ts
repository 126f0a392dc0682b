import { exploreAll } from '../../lab/explore.ts';
import { BadInput, type Command, type CommandInput, integerOption } from '../../lab/topic.ts';
import { checkBoard, TooLarge } from './engine/packed/check.ts';
import type { CheckResult } from './engine/packed/search.ts';
import { ballotVoteEngine } from './engine/rungs/ballot-vote.ts';
import { identifyVotes, type VotesAction, type VotesEngine } from './engine/rungs/votes.ts';
import { votingEngine } from './engine/rungs/voting.ts';
import { boardOf, majorityOf, membersOf } from './engine/spec/board.ts';
import { invariantsFor } from './engine/spec/invariants.ts';
import {
  type Board,
  BROKEN_RULES,
  type BrokenRule,
  NONE,
  type SpecAction,
} from './engine/spec/types.ts';
import { memberName, valueName } from './engine/spec/words.ts';

const RUNGS: Readonly<Record<string, VotesEngine>> = {
  voting: votingEngine,
  'ballot-vote': ballotVoteEngine,
};
/** States of a model of votes alone that are searched without being told how many: some seconds. */
const MOST_WITHOUT_LIMIT = 300_000;
const MODELS = ['paxos', ...Object.keys(RUNGS)];

type Found = Omit<CheckResult, 'violation'> & {
  readonly invariants: readonly string[];
  readonly violation: {
    readonly invariant: string;
    readonly message: string;
    readonly actions: readonly (SpecAction | VotesAction)[];
  } | null;
};

const exploring: Command = {
  name: 'explore',
  summary: 'Counts every state of a small board as TLC does, and looks for two chosen values.',
  arguments: [],
  options: [
    { flag: '--acceptors', value: 'n', summary: 'members, 3 unless told' },
    { flag: '--values', value: 'n', summary: 'values, 2 unless told' },
    { flag: '--ballots', value: 'n', summary: 'ballots, 2 unless told: 0 and 1' },
    { flag: '--quorum1', value: 'n', summary: 'promises for a proposal, a majority unless told' },
    { flag: '--quorum2', value: 'n', summary: 'votes that choose, a majority unless told' },
    { flag: '--symmetry', value: null, summary: 'states that differ in names alone are one' },
    { flag: '--break', value: 'rule', summary: `one of ${BROKEN_RULES.join(', ')}` },
    { flag: '--model', value: 'name', summary: `${MODELS.join(', ')}; paxos unless told` },
    { flag: '--plain', value: null, summary: 'search the plain engine, with every invariant' },
    {
      flag: '--max-states',
      value: 'n',
      summary: 'stop at so many states, and say what was checked',
    },
    { flag: '--max-mib', value: 'n', summary: 'stop at so much memory, and say what was checked' },
  ],
  async run(input, context) {
    const board = boardFrom(input);
    const model = input.options.model ?? 'paxos';
    if (typeof model !== 'string' || !MODELS.includes(model)) {
      throw new BadInput(`--model takes ${MODELS.join(', ')}, not ${JSON.stringify(model)}.`);
    }
    const rung = RUNGS[model];
    const begun = context.now();
    const found = rung ? searchRung(rung, board, input) : searchPaxos(board, input);
    const seconds = (context.now() - begun) / 1000;
    const { distinct, generated, depth, levels, complete, stopped, violation } = found;
    const document = {
      model,
      distinct,
      generated,
      depth,
      levels,
      seconds,
      statesPerSecond: Math.round(distinct / Math.max(seconds, 1e-6)),
      complete,
      stopped,
      checked: found.invariants,
      violation: violation && {
        invariant: violation.invariant,
        message: violation.message,
        moves: violation.actions.map(readable),
      },
    };
    return { document, good: violation === null };
  },
};

function boardFrom(input: CommandInput): Board {
  const acceptors = integerOption(input, 'acceptors', 3, { min: 1, max: 9 });
  const values = integerOption(input, 'values', 2, { min: 1, max: 5 });
  const ballots = integerOption(input, 'ballots', 2, { min: 1, max: 16 });
  const quorum = (name: string) => {
    const size = integerOption(input, name, majorityOf(acceptors), { min: 1, max: 9 });
    if (size <= acceptors) return size;
    throw new BadInput(`--${name} ${size} is more than the ${acceptors} members there are.`);
  };
  const sizes = { quorum1: quorum('quorum1'), quorum2: quorum('quorum2') };
  return boardOf({ acceptors, values, ballots, ...sizes, broken: brokenRule(input) });
}

function brokenRule(input: CommandInput): BrokenRule | null {
  const rule = input.options.break;
  if (rule === undefined) return null;
  const known = BROKEN_RULES.find((some) => some === rule);
  if (known) return known;
  throw new BadInput(`--break takes ${BROKEN_RULES.join(', ')}, not ${JSON.stringify(rule)}.`);
}

function limitsFrom(input: CommandInput): { maxStates?: number; maxBytes?: number } {
  const maxStates = integerOption(input, 'max-states', 0, { min: 1, max: 2 ** 31 - 2 });
  const maxMib = integerOption(input, 'max-mib', 0, { min: 1, max: 2 ** 16 });
  return {
    ...(maxStates > 0 ? { maxStates } : {}),
    ...(maxMib > 0 ? { maxBytes: maxMib * 2 ** 20 } : {}),
  };
}

function searchPaxos(board: Board, input: CommandInput): Found {
  const symmetry = input.options.symmetry === true;
  const plain = input.options.plain === true;
  if (symmetry && plain)
    throw new BadInput('--symmetry goes with the packed search, not with --plain.');
  const limits = limitsFrom(input);
  try {
    const found = finish(checkBoard(board, { symmetry, plain, ...limits }));
    if (found.stopped !== null && Object.keys(limits).length === 0)
      throw new TooLarge(found.stopped);
    return { ...found, invariants: plain ? Object.keys(invariantsFor(board)) : ['agreement'] };
  } catch (error) {
    if (error instanceof RangeError) throw new BadInput(error.message);
    if (!(error instanceof TooLarge)) throw error;
    throw new BadInput(
      `${error.message} With --max-states or --max-mib it searches as far as that.`,
    );
  }
}

function searchRung(engine: VotesEngine, board: Board, input: CommandInput): Found {
  for (const option of ['break', 'symmetry', 'plain'] as const) {
    if (input.options[option] === undefined) continue;
    throw new BadInput(`--${option} goes with the model paxos alone.`);
  }
  const limits = limitsFrom(input);
  const options = { identify: identifyVotes, maxStates: MOST_WITHOUT_LIMIT, ...limits };
  const found = exploreAll(engine, board, 0, options);
  if (found.stopped !== null && Object.keys(limits).length === 0) {
    throw new BadInput(`${found.stopped} With --max-states it searches further.`);
  }
  return { ...found, depth: found.levels.length, invariants: Object.keys(engine.invariants) };
}

function finish<Result>(work: Generator<unknown, Result, void>): Result {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

/** A move with members and values by name, and sets as lists. */
function readable(action: SpecAction | VotesAction) {
  const { type } = action;
  return {
    type,
    ...('ballot' in action ? { ballot: action.ballot } : {}),
    ...('acceptor' in action ? { acceptor: memberName(action.acceptor) } : {}),
    ...('value' in action ? { value: valueName(action.value) } : {}),
    ...('quorum' in action ? { quorum: membersOf(action.quorum).map(memberName) } : {}),
    ...('because' in action
      ? { because: action.because === NONE ? null : memberName(action.because) }
      : {}),
  };
}

export const commands: readonly Command[] = [exploring];
