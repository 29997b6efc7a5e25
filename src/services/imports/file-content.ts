import { formError } from '../../domain/errors.ts';
import { importLimits } from '../../domain/imports.ts';

export interface ImportFile {
  organizationId: string;
  fileName: string;
  /** In bytes, as whoever has the file says. */
  size: number;
  content: AsyncIterable<Uint8Array>;
}

/**
 * All of it, because its last byte can decide how the first ones are read; the limit keeps it small.
 * @throws DomainError `form` on `file` when it is too large (A43)
 */
export async function contentOf({ size, content }: ImportFile): Promise<Uint8Array> {
  if (size > importLimits.bytes) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    length += piece.length;
    if (length > importLimits.bytes) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLarge(): Error {
  return formError({ file: 'The file is larger than 10 MB. Split it up.' });
}
