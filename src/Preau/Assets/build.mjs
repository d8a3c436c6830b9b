// Bundles the front-end sources into wwwroot/dist. Run by Assets.targets before the build looks for static files.
import { build } from 'esbuild'
import { readFileSync, writeFileSync, mkdirSync, existsSync, copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'wwwroot', 'dist')
mkdirSync(out, { recursive: true })

const bundles = { panel: 'panel/panel.js', theme: 'panel/theme.js', charts: 'charts/charts.js', editor: 'editor/editor.js', map: 'map/map.js', site: 'site/site.js' }
const styles = { panel: 'panel/panel.css', site: 'site/site.css' }
const present = entries => Object.entries(entries).filter(([, file]) => existsSync(join(here, file)))

const common = {
  absWorkingDir: here, outdir: out, bundle: true, minify: true, target: ['es2022', 'chrome120', 'firefox120', 'safari17'],
  loader: { '.woff2': 'file', '.svg': 'dataurl' }, assetNames: 'fonts/[name]', legalComments: 'none', logLevel: 'warning',
}
await build({ ...common, entryPoints: present(bundles).map(([name, file]) => ({ in: file, out: name })), format: 'esm', splitting: false })
await build({ ...common, entryPoints: present(styles).map(([name, file]) => ({ in: file, out: name })) })

// The map's own thread is a file of its own: the panel lets workers come from nowhere else.
copyFileSync(join(here, 'node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs'), join(out, 'map-worker.mjs'))

// One sprite of the icons that we use, so that pages refer to them by name.
const names = readFileSync(join(here, 'icons.txt'), 'utf8').split('\n').map(l => l.trim()).filter(Boolean)
const symbols = names.map(name => {
  const svg = readFileSync(join(here, 'node_modules/@tabler/icons/icons/outline', name + '.svg'), 'utf8')
  const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '').replace(/\s+/g, ' ')
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`
})
writeFileSync(join(out, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`)
for (const file of ['logo.svg', 'favicon.svg']) copyFileSync(join(here, 'panel', file), join(out, file))
