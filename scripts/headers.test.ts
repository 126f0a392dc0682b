import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hashesOf, patternsOf, writtenOut } from './headers.ts';
import { headersFor, parseHeaders } from './headers-file.ts';

const POLICY = 'content-security-policy';
const template = readFileSync('public/_headers', 'utf8');
const files = ['index.html', '404.html', 'about/index.html', 'embed/a/b/index.html'];
const written = writtenOut(template, files, ["'sha256-one'"]);
const rules = parseHeaders(written);
const at = (path: string, host?: 'netlify' | 'cloudflare') => headersFor(rules, path, host);

test('a script in a page is named by its hash, once; data and files are not', () => {
  const code = '\n  a < b;\n';
  const hash = createHash('sha256').update(code).digest('base64');
  const pages = [
    `<script>${code}</script><script type="module" src="/x.js"></script>`,
    `<script type="application/ld+json">{}</script><script type="module">${code}</script>`,
  ];
  expect(hashesOf(pages)).toEqual([`'sha256-${hash}'`]);
  expect(hashesOf(['<script data-src="x">b</script>'])).toHaveLength(1);
});

test('every page has a rule but the embedded figures', () => {
  expect(patternsOf(files)).toEqual(['/', '/404', '/404.html', '/about/*', '/index.html']);
});

test('the template is written out whole', () => {
  expect(written).not.toMatch(/[{}#]/);
  expect(at('/').get(POLICY)).toMatch(/script-src 'self' 'sha256-one';.*frame-ancestors 'self'$/);
});

test('scripts need a hash, and only styles may stand anywhere', () => {
  for (const path of ['/', '/about/', '/embed/a/b/', '/_astro/worker.js', '/no/such/page']) {
    const policy = at(path).get(POLICY)!;
    expect(policy, path).toContain("default-src 'none'");
    expect(policy.replace(/style-src [^;]+/, '')).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('the embedded figures may be framed by anyone, all other pages by the site alone', () => {
  for (const host of ['netlify', 'cloudflare'] as const) {
    expect(at('/embed/a/b/', host).get(POLICY)).not.toContain('frame-ancestors');
    expect(at('/embed/a/b/', host).has('x-frame-options')).toBe(false);
    for (const path of ['/', '/404', '/about/']) {
      expect(at(path, host).get(POLICY)).toMatch(/frame-ancestors 'self'$/);
      expect(at(path, host).get('x-frame-options')).toBe('SAMEORIGIN');
    }
  }
});

test('what sandboxed frames and other sites fetch may be fetched by anyone', () => {
  for (const path of [
    '/_astro/a.js',
    '/_astro/a.woff2',
    '/oembed/a/b.json',
    '/posters/a/b/first.svg',
    '/embed/host.js',
  ])
    expect(at(path).get('access-control-allow-origin'), path).toBe('*');
  expect(at('/about/').has('access-control-allow-origin')).toBe(false);
});

test('it stays within what Cloudflare Pages reads', () => {
  const many = Array.from({ length: 12 }, (_, i) => `'sha256-${String(i).repeat(44)}'`);
  const text = writtenOut(template, files, many);
  expect(parseHeaders(text).length).toBeLessThan(100);
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(2000);
});

test('of two rules for a path the later counts at Netlify, and both do at Cloudflare', () => {
  const two = parseHeaders('/*\n  A: 1\n  a: 2\n# why\n/x/*\n  # and this\n  A: 3\n');
  expect([...headersFor(two, '/x/y')]).toEqual([['a', '3']]);
  expect([...headersFor(two, '/y')]).toEqual([['a', '1, 2']]);
  expect([...headersFor(two, '/x/y', 'cloudflare')]).toEqual([['a', '1, 2, 3']]);
  expect([...headersFor(parseHeaders('/x\n  A: 1:2'), '/x')]).toEqual([['a', '1:2']]);
});

test('a line that is neither path nor header is named', () => {
  for (const text of ['/*\nA: 1', '  A: 1', '/*\n  ! A', '/*\n  A:'])
    expect(() => parseHeaders(text)).toThrow(/Line \d of _headers is no path and no header/);
});
