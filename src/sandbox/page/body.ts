/** Reads bodies of bounded size: JSON, checked against a schema, or the bytes of a file. */
import type { IncomingMessage } from 'node:http';
import { type ZodType, z } from 'zod';

const MAX_BYTES = 256 * 1024;
/** More than Slack takes, so that Slack is who says no. */
const MAX_FILE_BYTES = 24_000_000;

export class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function readJson<T>(request: IncomingMessage, schema: ZodType<T>): Promise<T> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new BadRequest(415, 'Send JSON.');
  }
  const parsed = schema.safeParse(parse((await readBody(request, MAX_BYTES)).toString('utf8')));
  if (!parsed.success) throw new BadRequest(400, z.prettifyError(parsed.error));
  return parsed.data;
}

export async function readFile(request: IncomingMessage): Promise<Uint8Array> {
  if (request.headers['content-type'] !== 'application/octet-stream') {
    throw new BadRequest(415, 'Send the bytes of a file.');
  }
  return readBody(request, MAX_FILE_BYTES);
}

function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else reject(new BadRequest(413, `A request may have at most ${most} bytes.`));
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(400, 'The body is not JSON.');
  }
}
