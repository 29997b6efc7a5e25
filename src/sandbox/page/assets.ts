/** What the browser loads: the document, its script and its styles. Bundled when the sandbox starts, from `.tsx` or built `.js`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { STYLE } from './style/index.ts';

export interface Asset {
  type: string;
  body: string;
}

export async function buildAssets(): Promise<ReadonlyMap<string, Asset>> {
  const [script, style] = await Promise.all([
    bundleClient(),
    transform(STYLE, { loader: 'css', minify: true }),
  ]);
  return new Map<string, Asset>([
    ['/', { type: 'text/html; charset=utf-8', body: DOCUMENT }],
    ['/app.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['/app.css', { type: 'text/css; charset=utf-8', body: style.code }],
    ['/icon.svg', { type: 'image/svg+xml', body: ICON }],
  ]);
}

async function bundleClient(): Promise<string> {
  const entry = ['./client/main.tsx', './client/main.js']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (entry === undefined)
    throw new Error('The sandbox page is not built. Run "npm run build" and start again.');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Gatehouse sandbox</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/app.css">
<script type="module" src="/app.js"></script>
</head>
<body>
<div id="app"></div>
<noscript>The Gatehouse sandbox needs JavaScript.</noscript>
</body>
</html>
`;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f4e5f"/><path d="M8 25V15a8 8 0 0 1 16 0v10h-4V15a4 4 0 0 0-8 0v10z" fill="#fff"/></svg>`;
