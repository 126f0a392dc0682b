import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import compression from '@polka/compression';
import sirv from 'sirv';
import { headersFor, parseHeaders } from './headers-file.ts';

/**
 * Serves the built site as a static host would: compressed, with the headers of
 * `_headers`, and its own page for what is not there. The file itself is read and not served.
 */
export function serveBuilt(root: string): Server {
  const path = join(root, '_headers');
  const rules = existsSync(path) ? parseHeaders(readFileSync(path, 'utf8')) : [];
  const missing = readFileSync(join(root, '404.html'));
  const compress = compression({ threshold: 512, mimes: /text|javascript|json|xml|svg/i });
  const setHeaders = (response: ServerResponse, pathname: string) => {
    for (const [name, value] of headersFor(rules, pathname)) response.setHeader(name, value);
  };
  const refuse = (response: ServerResponse, pathname: string) => {
    setHeaders(response, pathname);
    response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' });
    response.end(missing);
  };
  const files = sirv(root, {
    etag: true,
    dotfiles: false,
    onNoMatch: (request, response) => refuse(response, pathOf(request.url)),
    setHeaders,
  });
  return createServer((request, response) => {
    compress(request, response, () => {
      const pathname = pathOf(request.url);
      if (pathname === '/_headers') refuse(response, pathname);
      else files(request, response);
    });
  });
}

const pathOf = (url = '/'): string => url.replace(/[?#].*/, '');
