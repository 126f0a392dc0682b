import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BadInput, type CommandContext } from '../../lab/topic.ts';
import { commands } from './commands.ts';
import { ALGORITHMS, causalTree, fugue } from './engine/plain/index.ts';
import { type Column, PRESETS } from './engine/presets.ts';
import { merge } from './engine/replay/merge.ts';
import { sample } from './engine/replay/sample.ts';
import type { ScriptStep } from './engine/script.ts';

function contextWith(file: Uint8Array): CommandContext {
  return {
    readFile: (path) =>
      path === 'file'
        ? Promise.resolve(file)
        : Promise.reject(new BadInput(`Cannot read ${path}.`)),
    listFiles: () => Promise.reject(new Error('It lists no files.')),
    now: () => performance.now(),
  };
}

const bytesOf = (value: unknown) =>
  strToU8(typeof value === 'string' ? value : JSON.stringify(value));

function run(
  name: 'merge' | 'replay',
  file: Uint8Array,
  options: Record<string, string | true>,
  path = 'file',
) {
  const command = commands.find((each) => each.name === name)!;
  for (const option of Object.keys(options)) {
    expect(command.options.map(({ flag }) => flag)).toContain(`--${option}`);
  }
  const [argument] = command.arguments;
  return command.run({ arguments: { [argument!.name]: path }, options }, contextWith(file));
}

interface Document {
  readonly texts: Readonly<Record<string, string>>;
  readonly converged: boolean;
  readonly tree: string;
  readonly switches: number;
  readonly brokenAdjacencies: number;
}

async function merged(script: unknown, algorithm: string): Promise<Document> {
  const { document, good } = await run('merge', bytesOf(script), { algorithm });
  expect(good).toBe((document as Document).converged);
  return document as Document;
}

const scriptOf = (id: string) => PRESETS.find((preset) => preset.id === id)!.script;
const story = (replicas: readonly string[], ...steps: ScriptStep[]) => ({ replicas, steps });

describe('merge', () => {
  for (const { id, script, texts } of PRESETS) {
    test.each(ALGORITHMS)(`${id} by $id ends as its preset says`, async (algorithm) => {
      const column = (algorithm.id === 'rga' ? 'causal-tree' : algorithm.id) as Column;
      const document = await merged(script, algorithm.id);
      expect(document.converged).toBe(true);
      expect([...new Set(Object.values(document.texts))]).toEqual([texts[column]]);
      expect(Object.keys(document.texts)).toEqual([...script.replicas]);
    });
  }

  test('prints its fields in one order', async () => {
    const { steps } = story(
      ['A', 'B'],
      { replica: 'A', at: 0, type: 'bread', backward: true },
      { replica: 'B', at: 0, type: 'cakes', backward: true },
      { sync: ['A', 'B'] },
    );
    const document = await merged({ replicas: ['A', 'B'], steps }, 'causal-tree');
    // Of each word, no letter is where it was typed: in front of the next.
    expect(JSON.stringify(document)).toBe(
      '{"texts":{"A":"cbarkeeasd","B":"cbarkeeasd"},"converged":true,"tree":"*(R[c b a r k e e a s d])","switches":9,"brokenAdjacencies":8}',
    );
  });

  test.each([
    ['backward', 'rga', '*(R[c b a r k e e a s d])'],
    ['backward', 'fugue', '*(R[d(L[a(L[e(L[r(L[b])])])]) s(L[e(L[k(L[a(L[c])])])])])'],
    ['forward', 'causal-tree', '*(R[c(R[a(R[k(R[e(R[s])])])]) b(R[r(R[e(R[a(R[d])])])])])'],
    ['forward', 'fugue-max', '*(R[b(R[r(R[e(R[a(R[d])])])]) c(R[a(R[k(R[e(R[s])])])])])'],
    ['figure-7', 'fugue', '*(R[A(R[Y X]) B C])'],
    ['figure-7', 'fugue-max', '*(R[A(R[X Y]) B C])'],
  ])('%s by %s has the tree %s', async (id, algorithm, tree) => {
    expect((await merged(scriptOf(id), algorithm)).tree).toBe(tree);
  });

  test('a tree shows tombstones, and quotes what would be misread', async () => {
    const steps: ScriptStep[] = [
      { replica: 'A', at: 0, insert: 'a b(' },
      { replica: 'A', at: 2, delete: 1 },
      { replica: 'A', at: 0, insert: 'L' },
    ];
    const { tree, texts } = await merged(story(['A'], ...steps), 'fugue');
    expect(tree).toBe('*(R[a(L[L]R[" "(R[~b(R["("])])])])');
    expect(texts).toEqual({ A: 'La (' });
    expect((await merged(story(['A']), 'fugue')).tree).toBe('*');
  });

  test('switches count over what was typed at the same time', async () => {
    expect((await merged(scriptOf('backward'), 'fugue')).switches).toBe(1);
    const { replicas, steps } = scriptOf('backward');
    const [replica = ''] = replicas;
    const after: ScriptStep[] = [
      { replica, at: 5, insert: 'x' },
      { replica, at: 0, insert: 'y' },
    ];
    expect((await merged({ replicas, steps: [...steps, ...after] }, 'fugue')).switches).toBe(1);
  });

  test('pairs that are broken on the way count, even if the end excuses them', async () => {
    const broken = async (id: string, algorithm: string) =>
      (await merged(scriptOf(id), algorithm)).brokenAdjacencies;
    expect([await broken('figure-7', 'fugue'), await broken('figure-7', 'fugue-max')]).toEqual([
      1, 0,
    ]);
    expect(await broken('figure-7-words', 'fugue')).toBe(1);
    expect(await broken('figure-7-words', 'fugue-max')).toBe(0);
    // What Lemma 5 excuses is not counted.
    expect(await broken('figure-6', 'fugue')).toBe(0);
  });

  test('those who have not seen the same need not agree', async () => {
    const typed: ScriptStep = { replica: 'A', at: 0, insert: 'abc' };
    const oneWay = await merged(story(['A', 'B', 'C'], typed, { send: ['A', 'B'] }), 'yata');
    expect(oneWay).toMatchObject({ texts: { A: 'abc', B: 'abc', C: '' }, converged: true });
    const both: ScriptStep[] = [
      { replica: 'B', at: { after: 'b' }, insert: '!' },
      { sync: ['A', 'B'] },
    ];
    const { texts } = await merged(story(['A', 'B'], typed, { send: ['A', 'B'] }, ...both), 'rga');
    expect(texts).toEqual({ A: 'ab!c', B: 'ab!c' });
  });

  test('an algorithm by which they disagree has not converged', () => {
    const asItComes = {
      ...causalTree,
      integrate: (
        doc: Parameters<typeof fugue.integrate>[0],
        insert: Parameters<typeof fugue.integrate>[1],
      ) => ({
        doc: [...doc, { ...insert, deleted: false }],
        steps: [],
      }),
    };
    const script = scriptOf('forward');
    expect(merge(asItComes, script)).toMatchObject({
      texts: Object.fromEntries(
        script.replicas.map((name, r) => [name, ['breadcakes', 'cakesbread'][r]]),
      ),
      converged: false,
    });
    expect(merge(fugue, script).converged).toBe(true);
  });

  test('a script as long as is allowed does not take long', async () => {
    const type = (replica: string): ScriptStep => ({ replica, at: 0, insert: 'x'.repeat(1000) });
    const begun = performance.now();
    const script = story(['A', 'B'], type('A'), type('B'), { sync: ['A', 'B'] });
    expect((await merged(script, 'fugue')).converged).toBe(true);
    expect(performance.now() - begun).toBeLessThan(30_000);
  });

  const bad = (...steps: unknown[]) => ({ replicas: ['A', 'B'], steps });
  const fine = { replica: 'A', at: 0, insert: 'abab' };

  test.each<[unknown, string]>([
    ['{"replicas":', 'The script is not JSON: Unexpected end of JSON input.'],
    ['[]', 'The script has no replicas.'],
    ['7', 'The script is not an object.'],
    [{ replicas: ['A'] }, 'The script has no steps.'],
    [{ replicas: ['A'], steps: [], more: 1 }, 'The script ought not to have more.'],
    [{ replicas: [], steps: [] }, 'The script: its replicas ought to be one name or more'],
    [{ replicas: ['A', 'A'], steps: [] }, 'The script: its replicas ought to be names that differ'],
    [{ replicas: [1], steps: [] }, 'The script: its replicas.0 ought to be a name, not 1.'],
    [{ replicas: ['A'], steps: {} }, 'The script: its steps ought to be an array'],
    [bad(fine, 7), 'Step 2 ought to have one of insert, delete, type, send, sync.'],
    [bad(fine, { replica: 'A', at: 0 }), 'Step 2 ought to have one of insert'],
    [bad({ ...fine, delete: 1 }), 'Step 1 ought to have one of insert'],
    [bad({ replica: 'A', insert: 'x' }), 'Step 1 has no at.'],
    [bad({ ...fine, backward: true }), 'Step 1 ought not to have backward.'],
    [bad(fine, { ...fine, at: -1 }), 'Step 2: its at ought to be 0 or more, not -1.'],
    [bad(fine, { ...fine, at: 'x' }), 'not "x".'],
    [bad(fine, { replica: 'A', at: 0, delete: 1.5 }), 'Step 2: its delete ought to be whole'],
    [bad({ replica: 'A', at: 0, type: 'x' }), 'Step 1 has no backward.'],
    [
      bad({ replica: 'A', at: 0, type: 'x', backward: false }),
      'Step 1: its backward ought to be true',
    ],
    [bad(fine, { send: ['A'] }), 'Step 2: its send'],
    [bad(fine, { sync: 'A' }), 'Step 2: its sync ought to be two names, not "A".'],
    [bad(fine, { send: ['A', 'C'] }), 'Step 2: There is no replica C; there are A, B.'],
    [bad(fine, { ...fine, replica: 'C' }), 'Step 2: There is no replica C'],
    [bad(fine, { ...fine, at: 5 }), 'Step 2: Nothing can be inserted at 5: the text has 4'],
    [bad(fine, { replica: 'A', at: 3, delete: 2 }), 'Step 2: Nothing can be deleted at 3'],
    [bad(fine, { ...fine, at: { after: 'ab' } }), 'Step 2: “ab” must occur exactly once'],
    [bad({ ...fine, insert: 'x'.repeat(5000) }), 'The script types and deletes 5000 letters'],
  ])('refuses %j', async (script, message) => {
    await expect(run('merge', bytesOf(script), { algorithm: 'fugue' })).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(message),
    });
  });
});

describe('replay', () => {
  const trace = {
    endContent: 'hi 🧵',
    txns: [{ patches: [[0, 0, 'hi']] }, { patches: [[2, 0, ' 🧵']] }],
  };

  test.each(ALGORITHMS)('prints what came of a trace, by $id', async ({ id }) => {
    const { document, good } = await run('replay', bytesOf(trace), { algorithm: id, plain: true });
    expect(good).toBe(true);
    const { milliseconds, operationsPerSecond, ...rest } = document as Record<string, unknown>;
    expect(milliseconds).toBeGreaterThan(0);
    expect(operationsPerSecond).toBeGreaterThan(0);
    expect(rest).toEqual({
      operations: 2,
      length: 4,
      sha256: 'e10e5220ee423ab6be189b35ce71a1b90072fe895458ec7bd7c024bef80c0dda',
      matches: true,
    });
    expect(Object.keys(document as object)).toEqual([
      'operations',
      'milliseconds',
      'operationsPerSecond',
      'length',
      'sha256',
      'matches',
    ]);
  });

  test('a gzipped trace that ends otherwise than it says is a check that failed', async () => {
    const file = gzipSync(bytesOf(sample()));
    const results = await Promise.all(
      ['fugue', 'causal-tree'].map((algorithm) => run('replay', file, { algorithm })),
    );
    expect(results.map(({ good }) => good)).toEqual([true, false]);
    expect(results[1]!.document).toMatchObject({
      matches: false,
      operations: sample().txns.length,
    });
  });

  test.each<[unknown, string]>([
    ['', 'The trace is not JSON: Unexpected end of JSON input.'],
    [
      { ...trace, txns: [...trace.txns, { patches: [[9, 0, '!']] }] },
      'Transaction 2: It inserts at 9',
    ],
    [{ ...trace, txns: [{ patches: 7 }] }, 'Transaction 0: its patches are not an array.'],
  ])('refuses %j', async (file, message) => {
    await expect(run('replay', bytesOf(file), { algorithm: 'fugue' })).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(message),
    });
  });
});

test.each(['merge', 'replay'] as const)('%s refuses what there is not', async (name) => {
  const refused = (options: Record<string, string | true>, path?: string) =>
    expect(run(name, bytesOf('{}'), options, path)).rejects;
  const known = '--algorithm takes causal-tree, rga, yata, fugue, fugue-max; ';
  await refused({}).toMatchObject({ name: 'BadInput', message: `${known}it was left out.` });
  await refused({ algorithm: 'woot' }).toMatchObject({ message: `${known}not "woot".` });
  await refused({ algorithm: 'fugue' }, 'none').toMatchObject({ message: 'Cannot read none.' });
});

describe('at the command line', () => {
  let scratch = '';
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'lockstep-crdt-'));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  function lab(command: string, algorithm: string, content: unknown) {
    const file = join(scratch, 'file.json');
    writeFileSync(file, bytesOf(content));
    const line = ['src/cli.ts', 'crdt', command, '--algorithm', algorithm, file];
    const { status, stdout, stderr } = spawnSync(process.execPath, line, { encoding: 'utf8' });
    return { status, lines: stdout.split('\n').filter((each) => each !== ''), stderr };
  }

  test('a good answer is one line, and exit 0', () => {
    const { status, lines, stderr } = lab('merge', 'fugue', scriptOf('figure-7'));
    expect({ status, stderr, lines: lines.length }).toEqual({ status: 0, stderr: '', lines: 1 });
    expect(JSON.parse(lines[0]!)).toMatchObject({ converged: true, brokenAdjacencies: 1 });
  });

  test('an ending that is not as the trace says is exit 1', () => {
    const { status, lines } = lab('replay', 'yata', { endContent: 'x', txns: [] });
    expect(status).toBe(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ matches: false, length: 0 });
  });

  test('what cannot be read is exit 2, with the place and what is wrong there', () => {
    const script = { replicas: ['A'], steps: [{ sync: ['A', 'B'] }] };
    expect(lab('merge', 'fugue', script)).toEqual({
      status: 2,
      lines: [],
      stderr: 'Step 1: There is no replica B; there are A.\n',
    });
    expect(lab('replay', 'fugue', { endContent: '', txns: [{}] })).toEqual({
      status: 2,
      lines: [],
      stderr: 'Transaction 0: its patches are not an array.\n',
    });
    expect(lab('replay', 'woot', {}).status).toBe(2);
    const none = ['src/cli.ts', 'crdt', 'merge', '--algorithm', 'rga', join(scratch, 'none')];
    const { status, stderr } = spawnSync(process.execPath, none, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('it does not exist')]);
  });
});
