import { describe, expect, test } from 'vitest';
import { BadInput, type CommandContext } from '../../lab/topic.ts';
import { commands } from './commands.ts';
import { KIND_IDS } from './engine/kinds.ts';
import { PASSWORD, RESPONSE_IPV4 } from './engine/stun/testing/vectors.ts';

const context: CommandContext = {
  readFile: (path) => Promise.reject(new BadInput(`Cannot read ${path}.`)),
  listFiles: () => Promise.reject(new Error('It lists no files.')),
  now: () => performance.now(),
};

type Document = Record<string, unknown>;

async function run(
  name: string,
  options: Record<string, string | true>,
  given: Record<string, string> = {},
): Promise<{ readonly document: Document; readonly good: boolean }> {
  const command = commands.find((each) => each.name === name)!;
  for (const option of Object.keys(options)) {
    expect(command.options.map(({ flag }) => flag)).toContain(`--${option}`);
  }
  const result = await command.run({ arguments: given, options }, context);
  return { ...result, document: result.document as Document };
}

describe('nat connect', () => {
  test('prints how two peers came together', async () => {
    const { document } = await run('connect', { a: 'port-restricted-cone', b: 'full-cone' });
    expect(document).toMatchObject({ connected: true, path: 'punched', learned: false });
    expect(Object.keys(document)).toEqual([
      'connected',
      'path',
      'learned',
      'firstDataAtMs',
      'reason',
      'frames',
    ]);
  });
  test('says why where only the relay is left', async () => {
    const { document } = await run('connect', { a: 'symmetric', b: 'port-restricted-cone' });
    expect(document).toMatchObject({ connected: true, path: 'relayed' });
    expect(document.reason).toMatch(/address-and-port-dependent filter: no permission for/);
  });
  test('who is first decides behind an open Linux router', async () => {
    const kinds = { a: 'linux-open', b: 'linux', lead: '200' };
    expect((await run('connect', { ...kinds, first: 'a' })).document.path).toBe('punched');
    expect((await run('connect', { ...kinds, first: 'b' })).document.path).toBe('relayed');
  });
  test('a shared carrier needs a hairpin; a carrier of one’s own makes a port of no use', async () => {
    const kinds = { a: 'linux', b: 'linux' };
    expect((await run('connect', { ...kinds, 'cgn-shared': true })).document.path).toBe('relayed');
    const turned = await run('connect', { ...kinds, 'cgn-shared': true, hairpin: true });
    expect(turned.document.path).toBe('punched');
    const asked = { a: 'linux-random', b: 'linux-random', 'portmap-a': true } as const;
    expect((await run('connect', asked)).document.path).toBe('direct');
    expect((await run('connect', { ...asked, 'cgn-a': true })).document.path).toBe('relayed');
  });
  test('a birthday meets one hard side within twenty seconds', async () => {
    const kinds = { a: 'symmetric', b: 'port-restricted-cone', seed: '4' };
    const { document } = await run('connect', { ...kinds, birthday: true });
    expect(document).toMatchObject({ path: 'birthday', learned: true });
    expect(document.firstDataAtMs).toBeLessThan(22_000);
    const both = await run('connect', { a: 'symmetric', b: 'symmetric', birthday: true });
    expect(both.document.path).toBe('relayed');
  });
  test('names what was wrong', async () => {
    await expect(run('connect', { a: 'cone', b: 'none' })).rejects.toThrow(/--a takes one of none/);
    await expect(run('connect', { a: 'none' })).rejects.toThrow(/--b takes one of .*not nothing/);
    const kinds = { a: 'none', b: 'none' };
    await expect(run('connect', { ...kinds, first: 'c' })).rejects.toThrow(/--first takes a or b/);
    await expect(run('connect', { ...kinds, lead: '-1' })).rejects.toThrow(/--lead takes a whole/);
  });
});

test('nat matrix prints every pair, each with its reason', async () => {
  const { document } = await run('matrix', {});
  const pairs = document.pairs as readonly Document[];
  expect(pairs).toHaveLength(KIND_IDS.length ** 2);
  for (const pair of pairs) expect(pair.reason).toBeTruthy();
});

test('nat discover prints mapping and filtering as they were found', async () => {
  const linux = await run('discover', { kind: 'linux' });
  expect(linux.document).toMatchObject({
    mapping: 'endpoint-independent',
    filtering: 'address-and-port-dependent',
  });
  const hard = await run('discover', { kind: 'symmetric' });
  expect(hard.document.mapping).toBe('address-and-port-dependent');
  await expect(run('discover', { kind: 'cone' })).rejects.toThrow(/--kind takes one of/);
});

describe('nat stun', () => {
  const decode = (input: string, options = {}) => run('stun', options, { verb: 'decode', input });
  test('decodes bytes, checks seals, and encodes what it printed', async () => {
    const { document, good } = await decode(RESPONSE_IPV4, { password: PASSWORD });
    expect(good).toBe(true);
    expect(document).toMatchObject({ integrity: true, fingerprint: true });
    const input = JSON.stringify(document.message);
    const back = await run('stun', {}, { verb: 'encode', input });
    expect(back.document.hex).toBe(RESPONSE_IPV4);
  });
  test('a wrong password, or a byte too few, is a failure that says what', async () => {
    expect(await decode(RESPONSE_IPV4, { password: 'no' })).toMatchObject({
      good: false,
      document: { integrity: false, fingerprint: true },
    });
    const short = await decode(RESPONSE_IPV4.slice(0, -2));
    expect(short.good).toBe(false);
    expect(short.document.offset).toBeTypeOf('number');
    expect(short.document.error).toMatch(/bytes/);
  });
  test('names what was wrong', async () => {
    await expect(decode('0g')).rejects.toThrow(/hexadecimal/);
    const verb = run('stun', {}, { verb: 'read', input: '' });
    await expect(verb).rejects.toThrow(/decode or encode/);
    await expect(run('stun', {}, { verb: 'encode', input: '{' })).rejects.toThrow(/not JSON/);
    await expect(run('stun', {}, { verb: 'encode', input: '{}' })).rejects.toThrow(/class/);
    await expect(run('stun', {}, { verb: 'encode', input: 'x.json' })).rejects.toThrow(/x\.json/);
  });
});

test('nat birthday prints hits beside the formula', async () => {
  const { document } = await run('birthday', { probes: '256', trials: '2000', seed: '3' });
  expect(document).toMatchObject({ sockets: 256, probes: 256, trials: 2000 });
  expect(document.formula).toBeCloseTo(0.6394, 4);
  expect(Math.abs((document.share as number) - 0.6394)).toBeLessThan(0.045);
});
