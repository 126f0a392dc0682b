import { minify, transformWithOxc } from 'vite';

/**
 * One file of TypeScript as one module that any page may load. Not a chunk of the site's own
 * build: its name stays, it imports nothing, and it stands on the oldest browsers with modules
 * that know private fields.
 */
export async function script(name: string, source: string): Promise<Response> {
  const target = 'es2022';
  const { code } = await transformWithOxc(source, name, { target });
  const small = await minify(name, code, { module: true, compress: { target } });
  if (small.errors.length > 0) throw new Error(`${name}: ${small.errors[0]!.message}`);
  return new Response(small.code, { headers: { 'Content-Type': 'text/javascript' } });
}
