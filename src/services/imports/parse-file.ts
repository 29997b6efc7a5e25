import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { withoutMark } from '../../domain/csv.ts';
import { delimiterOf, type Header, readHeader } from '../../domain/import-file.ts';
import type { RowCells } from '../../domain/import-row.ts';
import { BrokenFile, textOf } from '../../domain/import-text.ts';
import { type FileProblem, type ImportColumn, importLimits } from '../../domain/imports.ts';

/** A longer line is one in which a quotation mark is missing. */
const lineLimit = 20_000;

/** Such as `sep=;`. */
const separatorLine = /^"?sep=([,;|\t])"?[,;|\t ]*$/i;

/** One line of the file, with what it says in the known columns. */
export interface FileLine {
  /** From 1, with the header; where cells have several lines, the first of them. */
  line: number;
  cells: RowCells;
  /** Why the cells are not in their columns. */
  problem?: string;
}

export interface ParsedFile {
  columns: ImportColumn[];
  lines: AsyncGenerator<FileLine>;
}

/**
 * Reads a file up to its header, and then a line at a time.
 * @param note takes what is worth knowing about the file, though it can be read
 * @throws BrokenFile from here or from the lines, when the file cannot be read to the end
 */
export async function parseFile(bytes: Uint8Array, note: (notice: FileProblem) => void): Promise<ParsedFile> {
  const records = recordsOf(textOf(bytes, note));
  const first = await records.next();
  if (first.done) throw new BrokenFile(null, 'The file is empty. Choose a file with one person a line.');
  const header = readHeader(first.value.cells, first.value.line);
  for (const notice of header.notices) note(notice);
  const columns = header.columns.flatMap((column) => column ?? []);
  return { columns, lines: linesOf(records, header) };
}

interface FileRecord {
  line: number;
  cells: string[];
}

async function* linesOf(records: AsyncGenerator<FileRecord>, header: Header): AsyncGenerator<FileLine> {
  let count = 0;
  for await (const { line, cells } of records) {
    count += 1;
    if (count > importLimits.rows) {
      const limit = importLimits.rows.toLocaleString('en');
      throw new BrokenFile(line, `The file has more than ${limit} people. Split it up.`);
    }
    yield { line, ...inColumns(cells, header) };
  }
  if (count === 0) {
    throw new BrokenFile(
      null,
      'The file has no line below the names of its columns. Add one for each person.',
    );
  }
}

function inColumns(typed: readonly string[], { columns }: Header): Pick<FileLine, 'cells' | 'problem'> {
  const cells: RowCells = {};
  for (const [place, column] of columns.entries()) {
    const text = withoutMark((typed[place] ?? '').trim());
    if (column && text !== '') cells[column] = text;
  }
  const surplus = typed.slice(columns.length).filter((text) => text.trim() !== '').length;
  if (surplus === 0) return { cells };
  const problem = `The line has ${typed.length} cells and the header ${columns.length}. Put a cell with a comma or semicolon in it between quotation marks.`;
  return { cells, problem };
}

/** The lines that are not empty, without a meaning yet. */
async function* recordsOf(text: Generator<string>): AsyncGenerator<FileRecord> {
  const begin = firstLines(text);
  if (begin === null) return;
  let next = 1;
  const parser = parse({
    delimiter: begin.delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    max_record_size: lineLimit,
    // While it is parsed, so that a problem later on knows where its line begins. The line is carried as one more cell.
    on_record: (cells, { lines }) => {
      const line = next;
      next = lines + 1;
      return [String(line), ...cells];
    },
  });
  // A failure of either reaches the loop below.
  pipeline(Readable.from(joined(begin.text, text)), parser, () => {});
  try {
    for await (const [line, ...cells] of parser as AsyncIterable<string[]>) {
      if (cells.some((cell) => cell.trim() !== '')) yield { line: Number(line), cells };
    }
  } catch (error) {
    throw brokenFile(error, next);
  } finally {
    parser.destroy();
  }
}

function* joined(begin: string, rest: Iterable<string>): Generator<string> {
  yield begin;
  yield* rest;
}

interface FileBegin {
  text: string;
  delimiter: string;
}

/** Enough of the text to know its first line with something in it, and so what separates its cells. */
function firstLines(text: Generator<string>): FileBegin | null {
  let begin = '';
  for (let piece = text.next(); !piece.done; piece = text.next()) {
    begin += piece.value;
    const [, firstLine] = /^\s*(\S.*)\n/.exec(begin) ?? [];
    if (firstLine !== undefined) return beginOf(begin, firstLine);
  }
  return begin.trim() === '' ? null : beginOf(begin, begin.trim());
}

/** A spreadsheet may have put a line above the header that says what separates cells: it counts as a line, and is empty. */
function beginOf(text: string, firstLine: string): FileBegin {
  const [said, delimiter] = separatorLine.exec(firstLine) ?? [];
  return said === undefined || delimiter === undefined
    ? { text, delimiter: delimiterOf(firstLine) }
    : { text: text.replace(said, ''), delimiter };
}

/** What a problem of the parser means for whoever made the file. */
const meanings: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED:
    'A cell that begins in this line with a quotation mark never ends. Add the closing mark, or remove the first one.',
  CSV_MAX_RECORD_SIZE:
    'This line is very long, so a closing quotation mark is probably missing in it. Add it, or remove the opening one.',
  CSV_INVALID_CLOSING_QUOTE:
    'After a closing quotation mark something follows in the same cell. Double a mark that belongs to the text: "".',
  INVALID_OPENING_QUOTE:
    'There is a quotation mark in the middle of a cell. Put the whole cell between marks, and double the one in it: "".',
};

function brokenFile(error: unknown, line: number): unknown {
  const code = error instanceof Error && 'code' in error ? (error.code as CsvError['code']) : undefined;
  const meaning = code && meanings[code];
  return meaning ? new BrokenFile(line, meaning) : error;
}
