import { expect, test } from 'vitest';
import { squeezed } from './squeeze-scripts.ts';

test('a module does what it did, in fewer letters', async () => {
  const code = 'const a=1;const b=2;function add(x,y){return x+y}export const sum=add(a,b);';
  const less = await squeezed(code);
  expect(less.length).toBeLessThan(code.length);
  const { sum } = await import(`data:text/javascript,${encodeURIComponent(less)}`);
  expect(sum).toBe(3);
});

test('what is read for its own sake is still read', async () => {
  const less = await squeezed('export function watch(player){player.index;return 1}');
  expect(less).toContain('.index');
});

test('what cannot be made smaller stays as it is', async () => {
  expect(await squeezed('export{};')).toBe('export{};');
});
