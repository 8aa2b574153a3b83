// Bundles the interop modules with what they use of npm into wwwroot/js: one entry each, shared code in chunks.
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';

rmSync('wwwroot/js', { recursive: true, force: true });
await build({
  entryPoints: readdirSync('Interop').filter(name => name.endsWith('.js')).map(name => `Interop/${name}`),
  outdir: 'wwwroot/js',
  bundle: true,
  splitting: false,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
