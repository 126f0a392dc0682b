import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { GET as host } from '../pages/embed/host.js.ts';
import { GET as reveal } from '../pages/embed/reveal.js.ts';

// What other people's pages load, each on each of their pages.
test.each([
  ['host.js', host, 2048],
  ['reveal.js', reveal, 1024],
] as const)('%s is one module of its own, and small', async (_, get, most) => {
  const code = await (await get()).text();
  expect(code).not.toMatch(/\bimport\s*[{*"'`(]|\brequire\(|\binterface\b/);
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(most);
});

test('host.js finds the site that it was loaded from', async () => {
  expect(await (await host()).text()).toContain('import.meta.url');
});
