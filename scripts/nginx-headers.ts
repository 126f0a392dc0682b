/**
 * Prints the headers of the built site for nginx, out of dist/_headers:
 *
 *     npm run build && npx node scripts/nginx-headers.ts > lockstep-headers.conf
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HeaderRule, headersFor, parseHeaders } from './headers-file.ts';

/** nginx asks for the path of the file that it serves, so a folder's first page is at its end. */
function regexOf({ pattern }: HeaderRule): string {
  const plain = pattern.replace(/\*$/, '').replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  if (pattern.endsWith('*')) return `^${plain}`;
  return pattern.endsWith('/') ? `^${plain}(index\\.html)?$` : `^${plain}$`;
}

/**
 * One variable a header, whose value depends on the path, and `add_header` for each: an empty one
 * is not sent. All of it stands outside any `server`, since nginx forgets what stands outside as
 * soon as a block adds a header of its own. The path is nginx's own, decoded and cleaned, so that
 * `/embed/..%2farticles/` is an article.
 */
export function nginxHeaders(rules: readonly HeaderRule[]): string {
  const names = new Set(rules.flatMap((rule) => rule.headers.map(([name]) => name)));
  const parts = [...names].map((name) => {
    const variable = `$lockstep_${name.toLowerCase().replaceAll('-', '_')}`;
    const valueIn = (rule: HeaderRule) =>
      headersFor([{ ...rule, pattern: '/*' }], '/').get(name.toLowerCase());
    // The first that matches counts here; at Netlify it is the last.
    const lines = rules.toReversed().flatMap((rule) => {
      const value = valueIn(rule);
      if (value === undefined) return [];
      return [
        rule.pattern === '/*' ? `  default "${value}";` : `  "~${regexOf(rule)}" "${value}";`,
      ];
    });
    return `map $uri ${variable} {\n${lines.join('\n')}\n}\nadd_header ${name} ${variable} always;\n`;
  });
  return parts.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = process.argv[2] ?? 'dist/_headers';
  process.stdout.write(nginxHeaders(parseHeaders(readFileSync(path, 'utf8'))));
}
