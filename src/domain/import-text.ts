/** From the bytes of a file to its text: which encoding it is in, and whether it is text at all. */
import type { FileProblem } from './imports.ts';

/** The file cannot be read: where, why, and what to do. Nothing of it is used. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
  readonly problem: FileProblem;

  constructor(line: number | null, text: string) {
    super(text);
    this.problem = { line, text };
  }
}

const pieceSize = 65_536;
const asCsv = 'In the spreadsheet, save it as “CSV UTF-8” and choose that file.';

/**
 * The text of a file, a piece at a time, with `\n` at the end of each line. UTF-8 and UTF-16 are known by their marks or, as
 * UTF-8, by being valid; anything else is read as Windows-1252, of which Latin-1 is a part.
 * @param note takes what is worth knowing about the file, though it could be read
 * @throws BrokenFile when it is no text
 */
export function* textOf(bytes: Uint8Array, note: (notice: FileProblem) => void): Generator<string> {
  requireNoWorkbook(bytes);
  const encoding = encodingOf(bytes);
  if (encoding === 'windows-1252') note(guessed(bytes));
  const tidy = lineTidier(note);
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let begin = 0; begin < bytes.length; begin += pieceSize) {
    const piece = bytes.subarray(begin, begin + pieceSize);
    yield tidy.next(decode(decoder, piece, begin + pieceSize < bytes.length, tidy.line()));
  }
  yield tidy.end();
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  piece: Uint8Array,
  stream: boolean,
  line: number,
): string {
  try {
    return decoder.decode(piece, { stream });
  } catch {
    throw new BrokenFile(
      line,
      `After this line the file is not in the encoding that its first bytes name. ${asCsv}`,
    );
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let begin = 0; begin < bytes.length; begin += pieceSize) {
      decoder.decode(bytes.subarray(begin, begin + pieceSize), { stream: begin + pieceSize < bytes.length });
    }
    return true;
  } catch {
    return false;
  }
}

/** The beginnings of what people take for a CSV file most: a workbook, an older one, a PDF. */
const others: readonly [name: string, begin: readonly number[]][] = [
  ['a workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['a workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
];

function requireNoWorkbook(bytes: Uint8Array): void {
  const other = others.find(([, begin]) => begin.every((byte, index) => bytes[index] === byte));
  if (other) throw new BrokenFile(1, `This file is ${other[0]} and not CSV. ${asCsv}`);
}

function guessed(bytes: Uint8Array): FileProblem {
  const line = lineAt(
    bytes,
    bytes.findIndex((byte) => byte > 127),
  );
  const text =
    'The file is not in UTF-8 and was read as Windows-1252 (Latin-1). Check the letters in this line; if they are wrong, save the file as “CSV UTF-8” and import that.';
  return { line, text };
}

function lineAt(bytes: Uint8Array, place: number): number {
  let line = 1;
  for (let index = 0; index < place; index += 1) {
    const isEnd = bytes[index] === 10 || (bytes[index] === 13 && bytes[index + 1] !== 10);
    if (isEnd) line += 1;
  }
  return line;
}

/** Line ends and other control characters, and the quotes between which line ends belong to a cell. */
const telling = /\r\n|["\p{Cc}]/gu;

/** Makes all line ends alike, counts them, and refuses what no text has. */
function lineTidier(note: (notice: FileProblem) => void) {
  let line = 1;
  let isQuoted = false;
  let usual: string | null = null;
  let isNoted = false;
  let held = '';

  function see(mark: string): void {
    if (mark === '"') isQuoted = !isQuoted;
    else if (mark === '\n' || mark === '\r' || mark === '\r\n') seeEnd(mark);
    else if (mark !== '\t' && mark < '\u0080') {
      throw new BrokenFile(line, `This line has characters that are not text. ${asCsv}`);
    }
  }

  function seeEnd(end: string): void {
    if (!isQuoted) {
      usual ??= end;
      if (end !== usual && !isNoted) {
        note({
          line,
          text: 'From here on, lines end in another way than before. All of them were read; check that none is missing.',
        });
        isNoted = true;
      }
    }
    line += 1;
  }

  return {
    line: () => line,
    next(piece: string): string {
      // The second half of a line end may be in the next piece.
      const text = held + piece;
      held = text.endsWith('\r') ? '\r' : '';
      const whole = held === '' ? text : text.slice(0, -1);
      for (const [mark] of whole.matchAll(telling)) see(mark);
      return whole.replace(/\r\n?/g, '\n');
    },
    end(): string {
      if (held !== '') seeEnd('\r');
      return held === '' ? '' : '\n';
    },
  };
}
