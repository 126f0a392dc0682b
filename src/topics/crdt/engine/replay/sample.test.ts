import { expect, test } from 'vitest';
import { ALGORITHM_IDS, type AlgorithmId } from './plain-text.ts';
import { replay } from './replay.ts';
import { reportOf } from './report.ts';
import { sample, sampleAlone } from './sample.ts';
import { compileTrace } from './trace.ts';

const SHA256 = '3bdb45ff45d2e0e4758e1b6cc912ad5afd464e906a62c00220681eeb749ec664';

const trace = compileTrace(sample());

async function ending(algorithm: AlgorithmId, plain: boolean, of = trace) {
  const work = replay(of, { algorithm, plain });
  let next = work.next();
  while (!next.done) next = work.next();
  return { ...(await reportOf(next.value, 1)), text: next.value.copies[0]!.text() };
}

test('the sample is the same every time, and Fugue ends as it says', async () => {
  expect(sample()).toEqual(sample());
  for (const plain of [false, true]) {
    const { matches, sha256 } = await ending('fugue', plain);
    expect([matches, sha256]).toEqual([true, SHA256]);
  }
});

test('one author alone ends alike by every algorithm', async () => {
  const alone = compileTrace(sampleAlone(2000));
  expect(alone).toMatchObject({ agents: 1, edits: 2000, parents: [] });
  for (const id of ALGORITHM_IDS) {
    expect(await ending(id, true, alone), id).toMatchObject({ matches: true });
  }
});

test('people in it mistype, jump, and write at the same time', () => {
  const { txns } = sample();
  const merges = txns.filter(({ parents }) => parents!.length > 1);
  const deletions = txns.filter(({ patches }) => patches[0]![1] > 0);
  expect(txns.length).toBeGreaterThanOrEqual(4000);
  expect(merges.length).toBeGreaterThan(300);
  expect(deletions.length).toBeGreaterThan(300);
  expect(txns.every(({ patches }) => patches.length === 1)).toBe(true);
});

test('both type at one place in it, so that the ending depends on the algorithm', async () => {
  const texts = new Map<string, string>();
  for (const algorithm of ALGORITHM_IDS) texts.set(algorithm, (await ending(algorithm, true)).text);
  expect(texts.get('rga')).toBe(texts.get('causal-tree'));
  expect(new Set(texts.values()).size).toBeGreaterThan(1);
  expect(texts.get('causal-tree')).not.toBe(texts.get('fugue'));
});
