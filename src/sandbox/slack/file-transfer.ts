import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultQueue } from './faults.ts';
import { isReadableByApp } from './files.ts';
import type { Fault, FileRecord } from './types.ts';
import { violation, type World } from './world.ts';

const UPLOAD_LIMIT = 100_000_000;

/** The addresses of Slack's file service: where the app sends bytes, and where it gets them. */
export interface FileTransfer {
  upload(request: IncomingMessage, response: ServerResponse, ticket: string): Promise<void>;
  download(request: IncomingMessage, response: ServerResponse, key: string): Promise<void>;
}

/** @param note writes one transfer into the log */
export function createFileTransfer(
  world: World,
  faults: FaultQueue,
  note: (method: string, args: { id: string }, status: number) => void,
): FileTransfer {
  return {
    async upload(request, response, ticket) {
      const bytes = await bytesOf(request);
      const file = Object.values(world.state.files).find((one) => one.ticket === ticket);
      const fault = await met(faults, 'file_upload');
      const status = statusOf(fault) ?? receive(world, file, bytes);
      note('file_upload', { id: file?.id ?? '' }, status);
      finish(response, fault, () =>
        response.writeHead(status).end(status === 200 ? `OK - ${bytes.length}` : ''),
      );
    },
    async download(request, response, key) {
      const id = key.split('-').at(-1) ?? '';
      const file = world.state.files[id];
      const fault = await met(faults, 'file_download');
      const isAllowed = file !== undefined && mayRead(world, file, request.headers.authorization);
      const status = statusOf(fault) ?? (isAllowed ? 200 : 302);
      note('file_download', { id }, status);
      const bytes = isAllowed ? world.fileStore.read(id) : undefined;
      if (status === 200 && file && bytes) {
        const type = file.mimetype;
        response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
        if (fault?.kind === 'apply-then-reset') response.write(bytes.subarray(0, bytes.length / 2));
        finish(response, fault, () => response.end(bytes));
      } else if (status === 302) {
        const back = encodeURIComponent(request.url ?? '/');
        response.writeHead(302, { location: `${world.origin}/?redir=${back}` }).end();
      } else finish(response, fault, () => response.writeHead(status).end('upstream error'));
    },
  };
}

/** What everybody gets who asks for a file without the right token: a page, and no error. */
export function loginPage(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end('<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>');
}

function mayRead(world: World, file: FileRecord, authorization: string | undefined): boolean {
  const { identity, manifest } = world;
  if (authorization !== `Bearer ${identity.botToken}`) return false;
  if (manifest.scopes.has('files:read')) return isReadableByApp(world, file);
  violation(world, 'a file was asked for without the scope files:read');
  return false;
}

/** Takes the bytes that were announced, and no others; returns the HTTP status. */
function receive(world: World, file: FileRecord | undefined, bytes: Uint8Array): number {
  if (file?.status !== 'announced') return 404;
  if (bytes.length !== file.size) {
    violation(world, `an upload of ${file.size} bytes was announced, and ${bytes.length} came`);
    return 400;
  }
  world.fileStore.write(file.id, bytes);
  file.status = 'sent';
  world.changed();
  return 200;
}

/** Raw, or the first file of a form. */
async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > UPLOAD_LIMIT) throw new Error('The upload is too large.');
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}

async function met(faults: FaultQueue, method: string): Promise<Fault | undefined> {
  const fault = faults.take(method);
  if (fault?.kind === 'latency') await sleep(fault.ms, undefined, { ref: false });
  return fault;
}

function statusOf(fault: Fault | undefined): number | undefined {
  if (fault?.kind === 'http') return fault.status;
  return fault?.kind === 'ratelimited' ? 429 : undefined;
}

function finish(response: ServerResponse, fault: Fault | undefined, answer: () => void): void {
  if (fault?.kind === 'apply-then-timeout') return;
  if (fault?.kind === 'apply-then-reset') response.destroy();
  else answer();
}
