import { BadInput, type Command, type CommandInput, integerOption } from '../../lab/topic.ts';
import { byteCommands } from './byte-commands.ts';
import { connect } from './engine/connect.ts';
import { discover } from './engine/discovery/discover.ts';
import { KIND_IDS, type KindId } from './engine/kinds.ts';
import { type PairConfig, PLAIN } from './engine/pair.ts';

function kindOption(input: CommandInput, name: string): KindId {
  const text = input.options[name];
  const found = KIND_IDS.find((id) => id === text);
  if (found) return found;
  const got = text === undefined ? 'nothing' : JSON.stringify(text);
  throw new BadInput(`--${name} takes one of ${KIND_IDS.join(', ')}, not ${got}.`);
}

/** Rounds of probes, and with a birthday as many as its probes take. */
const ROUNDS = { plain: 10, birthday: 50 } as const;
const BIRTHDAY = { sockets: 256, probes: 2048, gap: 10 } as const;

function pairOf(input: CommandInput): PairConfig {
  const { options } = input;
  const first = options.first;
  if (first !== undefined && first !== 'a' && first !== 'b') {
    throw new BadInput(`--first takes a or b, not ${JSON.stringify(first)}.`);
  }
  const lead = integerOption(input, 'lead', 50, { min: 0, max: 600_000 });
  const birthday = options.birthday === true;
  return {
    ...PLAIN,
    a: kindOption(input, 'a'),
    b: kindOption(input, 'b'),
    waits: first === 'b' ? { a: lead, b: 0 } : { a: 0, b: lead },
    carrier: options['cgn-shared'] ? 'shared' : options['cgn-a'] ? 'a' : 'none',
    hairpin: options.hairpin === true,
    portMapping: options['portmap-a'] ? ['a'] : [],
    relay: true,
    servers: birthday ? 2 : 1,
    birthday: birthday ? BIRTHDAY : null,
    rounds: birthday ? ROUNDS.birthday : ROUNDS.plain,
  };
}

const seedOf = (input: CommandInput): number =>
  integerOption(input, 'seed', 1, { min: 0, max: 0x7fffffff });

const SEED = { flag: '--seed', value: 'N', summary: 'seed of what is drawn at random; 1' } as const;

const connectCommand: Command = {
  name: 'connect',
  summary: 'two peers find a way to each other, packet by packet',
  arguments: [],
  options: [
    { flag: '--a', value: 'KIND', summary: `in front of A: ${KIND_IDS.join(', ')}` },
    { flag: '--b', value: 'KIND', summary: 'in front of B' },
    { flag: '--first', value: 'a|b', summary: 'who sends first; a' },
    { flag: '--lead', value: 'MS', summary: 'by how many milliseconds; 50' },
    { flag: '--cgn-a', value: null, summary: 'A is behind a carrier’s NAT as well' },
    { flag: '--cgn-shared', value: null, summary: 'both are behind one carrier’s NAT' },
    { flag: '--hairpin', value: null, summary: 'the carrier’s NAT turns packets round' },
    { flag: '--portmap-a', value: null, summary: 'A asks its own device for a port' },
    { flag: '--birthday', value: null, summary: 'one hard side is met by guessing ports' },
    SEED,
  ],
  async run(input) {
    const outcome = connect(pairOf(input), seedOf(input));
    return { document: outcome, good: true };
  },
};

const matrixCommand: Command = {
  name: 'matrix',
  summary: 'every kind against every kind',
  arguments: [],
  options: [SEED],
  async run(input) {
    const seed = seedOf(input);
    const pairs = KIND_IDS.flatMap((a) =>
      KIND_IDS.map((b) => {
        const { frames, ...outcome } = connect({ ...PLAIN, a, b, relay: true }, seed);
        return { a, b, ...outcome };
      }),
    );
    return { document: { seed, pairs }, good: true };
  },
};

const discoverCommand: Command = {
  name: 'discover',
  summary: 'five tests by which a host finds out about its NAT',
  arguments: [],
  options: [
    {
      flag: '--kind',
      value: 'KIND',
      summary: `what stands in front of it: ${KIND_IDS.join(', ')}`,
    },
    SEED,
  ],
  async run(input) {
    return { document: discover(kindOption(input, 'kind'), seedOf(input)), good: true };
  },
};

export const commands: readonly Command[] = [
  connectCommand,
  matrixCommand,
  discoverCommand,
  ...byteCommands,
];
