/** Writes CSV by RFC 4180. */

/**
 * Where a spreadsheet may take something for the beginning of a formula (A41): at the beginning of a cell, and after what it
 * may take for the end of one. Where the semicolon separates cells, it also does so between quotation marks, because those do
 * not stand at the beginning of its cell.
 */
const formulas = /^(?=[=+\-@\t\r])|(?=[=+\-@])(?<=[;\t\r\n]"*)/g;
const marks = /^'(?=[=+\-@\t\r])|'(?=[=+\-@])(?<=[;\t\r\n]"*')/g;

/** Marks the file as UTF-8 for the spreadsheets that would guess. */
export const csvBegin = '\uFEFF';

/** One line of a CSV file with its end. No cell can act as a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const harmless = text.replace(formulas, "'");
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A cell as it was before `csvLine` made it harmless: what was exported can be imported again. */
export function withoutMark(text: string): string {
  return text.replace(marks, '');
}
