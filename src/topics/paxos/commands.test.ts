import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../../lab/topic.ts';
import { commands } from './commands.ts';

const context: CommandContext = {
  readFile: () => Promise.reject(new Error('It reads no files.')),
  listFiles: () => Promise.reject(new Error('It lists no files.')),
  now: () => performance.now(),
};

async function explore(line: string) {
  const words = line.split(' ').filter((word) => word !== '');
  const options: Record<string, string | true> = {};
  words.forEach((word, i) => {
    const next = words[i + 1];
    if (word.startsWith('--'))
      options[word.slice(2)] = next?.startsWith('--') ? true : (next ?? true);
  });
  const command = commands.find(({ name }) => name === 'explore')!;
  const { document, good } = await command.run({ arguments: {}, options }, context);
  // biome-ignore lint/suspicious/noExplicitAny: a document is whatever JSON it prints
  return { document: JSON.parse(JSON.stringify(document)) as any, good };
}

test.each<[string, [number, number, number]]>([
  ['', [3_921, 23_563, 17]],
  ['--plain', [3_921, 23_563, 17]],
  ['--ballots 3', [185_369, 1_361_380, 25]],
  ['--acceptors 1 --values 1', [25, 82, 9]],
  ['--model voting --ballots 3', [6_752, 41_017, 16]],
  ['--model ballot-vote', [761, 6_022, 7]],
  ['--model ballot-vote --ballots 3', [8_816, 82_435, 10]],
])('explore %s', async (line, [distinct, generated, depth]) => {
  const { document, good } = await explore(line);
  expect(good).toBe(true);
  expect(document).toMatchObject({
    distinct,
    generated,
    depth,
    complete: true,
    stopped: null,
    violation: null,
  });
  expect(document.levels).toHaveLength(depth);
  expect(document.seconds).toBeGreaterThan(0);
  expect(document.statesPerSecond).toBeGreaterThan(0);
});

test('with names that do not matter there are 17,153', async () => {
  expect((await explore('--ballots 3 --symmetry')).document.distinct).toBe(17_153);
});

test('the plain search checks every invariant, and the packed one agreement', async () => {
  expect((await explore('--plain')).document.checked).toHaveLength(4);
  expect((await explore('')).document.checked).toEqual(['agreement']);
  expect((await explore('--plain --break amnesia')).document.checked).toEqual(['agreement']);
});

test.each<[string, number]>([
  ['--break skip-phase-1', 6],
  ['--break equivocate --plain', 9],
  ['--quorum1 1 --quorum2 2', 10],
  ['--break ignore-votes --symmetry', 12],
  ['--acceptors 4 --quorum1 2 --quorum2 2', 12],
  ['--break amnesia', 13],
  ['--break skip-phase-1 --acceptors 9 --ballots 2 --symmetry', 12],
  ['--break copy-any --ballots 3', 17],
])('explore %s finds %i moves, and that is no good', async (line, moves) => {
  const { document, good } = await explore(line);
  expect(good).toBe(false);
  expect(document.complete).toBe(false);
  expect(document.violation.invariant).toBe('agreement');
  expect(document.violation.moves).toHaveLength(moves);
});

test('moves are told by name', async () => {
  const { document } = await explore('--break ignore-votes');
  expect(document.violation.moves.slice(-4)).toMatchInlineSnapshot(`
    [
      {
        "acceptor": "R1",
        "ballot": 1,
        "type": "1b",
      },
      {
        "ballot": 1,
        "because": null,
        "quorum": [
          "R0",
          "R1",
        ],
        "type": "2a",
        "value": "blue",
      },
      {
        "acceptor": "R0",
        "ballot": 1,
        "type": "2b",
        "value": "blue",
      },
      {
        "acceptor": "R1",
        "ballot": 1,
        "type": "2b",
        "value": "blue",
      },
    ]
  `);
});

describe('limits', () => {
  test('it stops where it is told, and says what was checked', async () => {
    const { document, good } = await explore('--acceptors 7 --ballots 5 --max-states 1000');
    expect(good).toBe(true);
    expect(document).toMatchObject({ distinct: 1_000, complete: false, violation: null });
    expect(document.stopped).toContain('the limit of 1,000 states');
    expect(document.stopped).toContain('every state within');
  });

  test('a model of votes alone stops there too', async () => {
    const { document } = await explore('--model voting --ballots 9 --max-states 2000');
    expect(document).toMatchObject({ distinct: 2_000, complete: false });
    expect(document.stopped).toContain('2000 states');
  });

  test('memory too', async () => {
    const { document } = await explore('--acceptors 5 --ballots 5 --max-mib 4');
    expect(document.stopped).toContain('the limit of 4 MiB');
  });
});

test.each([
  ['--break everything', '--break takes skip-phase-1, equivocate'],
  ['--break', 'not true'],
  ['--model raft', '--model takes paxos, voting, ballot-vote, not "raft"'],
  ['--acceptors 0', 'from 1 to 9'],
  ['--acceptors 10', 'from 1 to 9'],
  ['--values 1.5', 'from 1 to 5'],
  ['--ballots 17', 'from 1 to 16'],
  ['--ballots many', 'not "many"'],
  ['--quorum1 0', 'from 1 to 9'],
  ['--quorum2 4', 'more than the 3 members'],
  ['--max-states 0', 'from 1 to'],
  ['--plain --symmetry', 'goes with the packed search'],
  ['--model voting --break amnesia', 'goes with the model paxos alone'],
  ['--model voting --symmetry', 'goes with the model paxos alone'],
  ['--acceptors 7 --ballots 5', 'With --max-states or --max-mib'],
  ['--acceptors 9 --values 5 --ballots 16', 'That board has about'],
  ['--ballots 4 --plain', 'about 8'],
])('explore %s is refused in words', async (line, words) => {
  await expect(explore(line)).rejects.toMatchObject({
    name: 'BadInput',
    message: expect.stringContaining(words),
  });
});
