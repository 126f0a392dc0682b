/** A path, or the start of one, and the headers of what lies there. */
export interface HeaderRule {
  /** As written: `/embed/*`, or a path that is the whole of it. */
  readonly pattern: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads the `_headers` file that static hosts understand: a path, then its headers indented.
 * Throws naming the line that is neither.
 */
export function parseHeaders(text: string): readonly HeaderRule[] {
  const rules: { pattern: string; headers: [string, string][] }[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.trim();
    if (!words || words.startsWith('#')) continue;
    if (/^\//.test(line)) rules.push({ pattern: words, headers: [] });
    else {
      const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(words) ?? [];
      const rule = rules.at(-1);
      if (!rule || !name || !value || line === words) {
        throw new Error(`Line ${i + 1} of _headers is no path and no header: ${words}`);
      }
      rule.headers.push([name, value]);
    }
  }
  return rules;
}

export function matches({ pattern }: HeaderRule, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/**
 * The headers of a path, by their names in lower case. One that a rule gives twice is a list. Of
 * two rules that give the same one the hosts disagree: at Netlify the later counts, at Cloudflare
 * both do, joined by a comma. The rules of this site come to the same either way.
 */
export function headersFor(
  rules: readonly HeaderRule[],
  path: string,
  host: 'netlify' | 'cloudflare' = 'netlify',
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const rule of rules.filter((r) => matches(r, path))) {
    const own = new Map<string, string>();
    const add = (to: Map<string, string>, name: string, value: string) => {
      const before = to.get(name);
      to.set(name, before === undefined ? value : `${before}, ${value}`);
    };
    for (const [name, value] of rule.headers) add(own, name.toLowerCase(), value);
    for (const [name, value] of own) {
      if (host === 'cloudflare') add(found, name, value);
      else found.set(name, value);
    }
  }
  return found;
}
