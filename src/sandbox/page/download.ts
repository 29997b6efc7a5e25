import type { ServerResponse } from 'node:http';
import type { PageBackend } from './backend.ts';
import { BadRequest } from './body.ts';

/** A file that somebody can see, always as a download: the page shows none itself. */
export function sendFile(response: ServerResponse, backend: PageBackend, url: URL): void {
  const file = backend.file(url.searchParams.get('as') ?? '', url.searchParams.get('id') ?? '');
  if (file === undefined) throw new BadRequest(404, 'There is no such file here.');
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': file.bytes.length,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeName(file.name)}`,
  });
  response.end(file.bytes);
}

/** As RFC 5987 wants it. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}
