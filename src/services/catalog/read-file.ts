import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type FileBusiness, readCatalog } from '../../domain/catalog-file.ts';
import { type Path, type Problem, pathInWords } from '../../domain/catalog-reader.ts';

/** The largest file that is read, in bytes. */
export const catalogFileLimit = 1_000_000;
/** More uses of one anchor than this are an attack, not a catalog. */
const aliasLimit = 100;

/** Something wrong with a file, by line and column from 1. */
export interface PlacedProblem {
  line: number;
  column: number;
  /** Empty where the text cannot be read at all. */
  path: string;
  text: string;
}

export interface CatalogFile {
  businesses: FileBusiness[];
  problems: PlacedProblem[];
  /** Says where in the text a problem is. */
  place(problem: Problem): PlacedProblem;
}

/** Reads a catalog from YAML or JSON. Whatever is wrong is among the problems, all of it at once, in the order of the lines. */
export function readCatalogFile(text: string): CatalogFile {
  if (Buffer.byteLength(text) > catalogFileLimit) {
    return unreadable([{ line: 1, column: 1, path: '', text: 'The file is larger than 1 MB. Split it up.' }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const at = (offset: number) => {
    const { line, col: column } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, column) };
  };
  const flaws = [...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
    ...at(pos[0]),
    path: '',
    text: code === 'MULTIPLE_DOCS' ? 'There is more than one document. Keep one.' : `${message}.`,
  }));
  if (flaws.length > 0) return unreadable(flaws);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: aliasLimit });
  } catch {
    const tooMuch = 'The anchors and aliases cannot be resolved. Write the values out.';
    return unreadable([{ line: 1, column: 1, path: '', text: tooMuch }]);
  }
  const place = ({ path, on, text: what }: Problem): PlacedProblem => ({
    ...at(offsetOf(document.contents, path, on)),
    path: pathInWords(path),
    text: what,
  });
  const { businesses, problems } = readCatalog(content);
  return { businesses, problems: inOrder(problems.map(place)), place };
}

/** By line and column, for reading from top to bottom. */
export function inOrder(problems: readonly PlacedProblem[]): PlacedProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

function unreadable(problems: PlacedProblem[]): CatalogFile {
  const [first = { line: 1, column: 1, path: '', text: '' }] = problems;
  return { businesses: [], problems, place: ({ text }) => ({ ...first, text }) };
}

/** The place of a path in the text, or of the nearest thing around it that is there. */
function offsetOf(root: unknown, path: Path, on: Problem['on']): number {
  let node: unknown = root;
  let offset = isNode(root) ? startOf(root) : 0;
  for (const [index, part] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isSeq(node)) {
      node = node.items[Number(part)];
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) return offset;
      if (isLast && on === 'key' && isNode(pair.key)) return startOf(pair.key);
      if (isNode(pair.key)) offset = startOf(pair.key);
      node = pair.value;
    } else return offset;
    // An empty value has no place of its own.
    if (isNode(node) && !(isScalar(node) && node.source === '')) offset = startOf(node);
  }
  return offset;
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
