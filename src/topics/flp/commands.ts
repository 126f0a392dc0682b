import { BadInput, type Command, type CommandInput, integerOption } from '../../lab/topic.ts';
import { type Classification, classified, MOST_CLASSIFIED } from './engine/classify.ts';
import { TooMany } from './engine/graph.ts';
import { type Choice, PROTOCOLS, type ProtocolName, protocolOf } from './engine/protocols/index.ts';
import { TIES } from './engine/protocols/majority-rounds.ts';

/** Further ahead, a coin makes more configurations than are classified. */
const FARTHEST_LEAD = 6;
/** Options that only one protocol has. */
const OWN_OPTIONS: Readonly<Record<string, ProtocolName>> = {
  tie: 'majority-rounds',
  lead: 'majority-rounds',
  ballots: 'paxos',
};

const classifying: Command = {
  name: 'classify',
  summary: 'Explores every configuration of a protocol and counts what can still be decided.',
  arguments: [],
  options: [
    { flag: '--protocol', value: 'name', summary: PROTOCOLS.join(', ') },
    { flag: '--processes', value: 'n', summary: '2 to 4; majority-rounds is for 3' },
    {
      flag: '--tie',
      value: 'rule',
      summary: `of majority-rounds: ${TIES.join(', ')}; one unless told`,
    },
    {
      flag: '--lead',
      value: 'g',
      summary: `of majority-rounds: phases that the fastest may be ahead, 2 to ${FARTHEST_LEAD}, 2 unless told`,
    },
    { flag: '--ballots', value: 'n', summary: 'of paxos: 1 unless told, one a process at most' },
  ],
  async run(input, context) {
    const choice = choiceFrom(input);
    const begun = context.now();
    try {
      const { counts } = classified(protocolOf(choice));
      const seconds = (context.now() - begun) / 1000;
      return { document: { ...shown(counts), seconds }, good: true };
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      const most = MOST_CLASSIFIED.toLocaleString('en');
      throw new BadInput(
        `${choice.name} has more than ${most} configurations with ${choice.processes} processes, and no more are classified.`,
      );
    }
  },
};

/** What is printed, in this order. */
function shown(counts: Classification) {
  const { configurations, edges, zero, one, bivalent, bivalentUndecided, conflicted } = counts;
  const { blocked, open, critical, hooks, bivalentInitial, diamonds, stuckIfStops } = counts;
  const { holds, fails } = counts.lemma3;
  return {
    configurations,
    edges,
    zero,
    one,
    bivalent,
    bivalentUndecided,
    conflicted,
    blocked,
    open,
    critical,
    hooks,
    bivalentInitial,
    diamonds,
    lemma3: { holds, fails },
    stuckIfStops,
  };
}

function choiceFrom(input: CommandInput): Choice {
  const name = oneOf(PROTOCOLS, 'protocol', required(input, 'protocol', PROTOCOLS.join(', ')));
  required(input, 'processes', 'a whole number from 2 to 4');
  const processes = integerOption(input, 'processes', 3, { min: 2, max: 4 });
  if (name === 'majority-rounds' && processes !== 3) {
    throw new BadInput(`majority-rounds is for 3 processes, not for ${processes}.`);
  }
  for (const [option, owner] of Object.entries(OWN_OPTIONS)) {
    if (owner === name || input.options[option] === undefined) continue;
    throw new BadInput(`--${option} goes with ${owner} alone, not with ${name}.`);
  }
  return {
    name,
    processes,
    ballots: integerOption(input, 'ballots', 1, { min: 1, max: processes }),
    tie: oneOf(TIES, 'tie', input.options.tie ?? 'one'),
    lead: integerOption(input, 'lead', 2, { min: 2, max: FARTHEST_LEAD }),
  };
}

function required(input: CommandInput, option: string, wanted: string): string | true {
  const given = input.options[option];
  if (given !== undefined) return given;
  throw new BadInput(`--${option} takes ${wanted}; it was left out.`);
}

function oneOf<Name extends string>(
  names: readonly Name[],
  option: string,
  given: string | true,
): Name {
  const known = names.find((name) => name === given);
  if (known !== undefined) return known;
  throw new BadInput(`--${option} takes ${names.join(', ')}, not ${JSON.stringify(given)}.`);
}

export const commands: readonly Command[] = [classifying];
