/** Writes CSV by RFC 4180. */

/** What a spreadsheet takes for the beginning of a formula (A41). */
const formula = /^[=+\-@\t\r]/;

/** Marks the file as UTF-8 for the spreadsheets that would guess. */
export const csvBegin = '\uFEFF';

/** One line of a CSV file with its end. No cell can act as a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A cell as it was before `csvLine` made it harmless: what was exported can be imported again. */
export function withoutMark(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1)) ? text.slice(1) : text;
}
