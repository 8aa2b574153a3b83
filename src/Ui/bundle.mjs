// bundle.mjs PACKAGES OUT: bundles each interop module with what it uses of npm (installed in PACKAGES) into OUT.
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [packages, out] = process.argv.slice(2).map(path => resolve(path));
const { build } = createRequire(join(packages, 'package.json'))('esbuild');
// its files go, the folder stays: a build that finds its sources' folders changed would begin again
mkdirSync(out, { recursive: true });
readdirSync(out).forEach(name => rmSync(join(out, name)));
await build({
  entryPoints: readdirSync('Interop').filter(name => name.endsWith('.js')).map(name => `Interop/${name}`),
  nodePaths: [join(packages, 'node_modules')],
  outdir: out,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
