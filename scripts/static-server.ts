import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import compression from '@polka/compression';
import sirv from 'sirv';

interface HeaderRule {
  readonly matches: (path: string) => boolean;
  readonly headers: readonly (readonly [string, string])[];
}

/** Reads the `_headers` file that static hosts understand: a path, then its headers indented. */
export function parseHeaders(text: string): readonly HeaderRule[] {
  const rules: { matches: HeaderRule['matches']; headers: [string, string][] }[] = [];
  for (const line of text.split('\n')) {
    if (!line.trim() || line.startsWith('#')) continue;
    if (/^\s/.test(line)) {
      const [name, ...value] = line.split(':');
      rules.at(-1)?.headers.push([name!.trim(), value.join(':').trim()]);
    } else {
      const pattern = line.trim();
      const prefix = pattern.endsWith('*') ? pattern.slice(0, -1) : null;
      rules.push({
        matches: (path) => (prefix === null ? path === pattern : path.startsWith(prefix)),
        headers: [],
      });
    }
  }
  return rules;
}

/**
 * Serves the built site as a static host would: compressed, with the headers of
 * `_headers`, and its own page for what is not there.
 */
export function serveBuilt(root: string): Server {
  const path = join(root, '_headers');
  const rules = existsSync(path) ? parseHeaders(readFileSync(path, 'utf8')) : [];
  const missing = readFileSync(join(root, '404.html'));
  const compress = compression({ threshold: 512, mimes: /text|javascript|json|xml|svg/i });
  const files = sirv(root, {
    etag: true,
    dotfiles: false,
    onNoMatch: (_, response) => {
      response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' });
      response.end(missing);
    },
    setHeaders: (response, pathname) => {
      for (const rule of rules.filter((r) => r.matches(pathname))) {
        for (const [name, value] of rule.headers) response.setHeader(name, value);
      }
    },
  });
  return createServer((request, response) => {
    compress(request, response, () => files(request, response));
  });
}
