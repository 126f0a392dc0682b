import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../../lab/topic.ts';
import { commands } from './commands.ts';

const context: CommandContext = {
  readFile: () => Promise.reject(new Error('It reads no files.')),
  listFiles: () => Promise.reject(new Error('It lists no files.')),
  now: () => performance.now(),
};

async function classify(line: string) {
  const words = line.split(' ').filter((word) => word !== '');
  const options: Record<string, string | true> = {};
  words.forEach((word, i) => {
    const next = words[i + 1];
    if (word.startsWith('--'))
      options[word.slice(2)] = next?.startsWith('--') ? true : (next ?? true);
  });
  const command = commands.find(({ name }) => name === 'classify')!;
  for (const option of Object.keys(options)) {
    expect(command.options.map(({ flag }) => flag)).toContain(`--${option}`);
  }
  const { document, good } = await command.run({ arguments: {}, options }, context);
  expect(good).toBe(true);
  const { seconds, ...counts } = JSON.parse(JSON.stringify(document));
  expect(seconds).toBeGreaterThan(0);
  return counts;
}

const TIMEOUT_OF_THREE = {
  configurations: 243,
  edges: 588,
  zero: 228,
  one: 4,
  bivalent: 11,
  bivalentUndecided: 11,
  conflicted: 0,
  blocked: 0,
  open: 0,
  critical: 1,
  hooks: 1,
  bivalentInitial: 1,
  diamonds: { checked: 1744, failed: 0 },
  lemma3: { holds: 32, fails: 8 },
  stuckIfStops: [4, 0, 0],
};

test('classify prints its counts, always in one order', async () => {
  const counts = await classify('--protocol two-phase-commit-timeout --processes 3');
  expect(JSON.stringify(counts)).toBe(JSON.stringify(TIMEOUT_OF_THREE));
});

test.each<[string, object]>([
  ['--protocol leader --processes 4', { configurations: 144, edges: 208 }],
  ['--protocol paxos --processes 2', { configurations: 28, hooks: 0 }],
  ['--protocol paxos --processes 2 --ballots 2', { configurations: 308, hooks: 4 }],
  ['--protocol majority-rounds --processes 3', { configurations: 5236, bivalent: 1212 }],
  [
    '--protocol majority-rounds --processes 3 --tie one --lead 3',
    { configurations: 10_522, edges: 41_487, bivalent: 1788, lemma3: { holds: 8676, fails: 0 } },
  ],
  [
    '--protocol majority-rounds --processes 3 --tie keep --lead 2',
    { zero: 2921, one: 2921, stuckIfStops: [0, 0, 0], lemma3: { holds: 0, fails: 0 } },
  ],
  [
    '--protocol majority-rounds --processes 3 --tie coin',
    { configurations: 7054, bivalentInitial: 6, lemma3: { holds: 17_958, fails: 0 } },
  ],
])('classify %s', async (line, counts) => {
  expect(await classify(line)).toMatchObject(counts);
});

describe('what there is not is refused in words', () => {
  const refused = (line: string) => expect(classify(line)).rejects;
  const ROUNDS = '--protocol majority-rounds --processes 3';

  test.each([
    ['', '--protocol takes wait-all, wait-majority, leader'],
    ['--processes 3', 'majority-rounds; it was left out'],
    ['--protocol raft --processes 3', 'not "raft"'],
    ['--protocol --processes 3', '--protocol takes wait-all'],
    ['--protocol leader', '--processes takes a whole number from 2 to 4; it was left out'],
    ['--protocol leader --processes', '--processes takes a whole number from 2 to 4, not true'],
    ['--protocol leader --processes 1', 'from 2 to 4, not "1"'],
    ['--protocol leader --processes 5', 'from 2 to 4, not "5"'],
    ['--protocol leader --processes 2.5', 'not "2.5"'],
    ['--protocol leader --processes three', 'not "three"'],
    ['--protocol majority-rounds --processes 2', 'majority-rounds is for 3 processes, not for 2'],
    ['--protocol majority-rounds --processes 4', 'majority-rounds is for 3 processes, not for 4'],
    [`${ROUNDS} --tie zero`, '--tie takes one, keep, coin, not "zero"'],
    [`${ROUNDS} --tie`, '--tie takes one, keep, coin, not true'],
    [`${ROUNDS} --lead 1`, '--lead takes a whole number from 2 to 6, not "1"'],
    [`${ROUNDS} --lead 7`, 'from 2 to 6, not "7"'],
    [`${ROUNDS} --lead far`, 'not "far"'],
    ['--protocol leader --processes 3 --tie one', '--tie goes with majority-rounds alone'],
    ['--protocol paxos --processes 3 --lead 2', '--lead goes with majority-rounds alone'],
    ['--protocol leader --processes 3 --ballots 2', '--ballots goes with paxos alone'],
    [`${ROUNDS} --ballots 2`, '--ballots goes with paxos alone, not with majority-rounds'],
    ['--protocol paxos --processes 3 --ballots 0', '--ballots takes a whole number from 1 to 3'],
    ['--protocol paxos --processes 2 --ballots 3', 'from 1 to 2, not "3"'],
    ['--protocol paxos --processes 2 --ballots few', 'not "few"'],
  ])('classify %s', async (line, words) => {
    await refused(line).toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(words),
    });
  });

  test('a protocol with too many configurations, before memory runs out', async () => {
    const before = process.memoryUsage().rss;
    await refused('--protocol initially-dead --processes 4').toMatchObject({
      name: 'BadInput',
      message:
        'initially-dead has more than 500,000 configurations with 4 processes, and no more are classified.',
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
  });
});
