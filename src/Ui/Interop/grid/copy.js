// Copies a range of cells as text with tabs, the way spreadsheets read it.
import { writeText } from '../parts/clipboard.js';

const MOST_CELLS = 100_000;
const MOST_WHOLE = 200;
const ROWS = 1000;
const COLUMNS = 200;

const quoted = text => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The text of a range, read where it is not here. Null where it could not be read. */
async function textOf(range, windows, whole) {
  const lines = [];
  let cells = 0;
  for (let row = range.r0; row <= range.r1; row += ROWS) {
    const count = Math.min(ROWS, range.r1 - row + 1);
    const parts = Array.from({ length: count }, () => []);
    for (let column = range.c0; column <= range.c1; column += COLUMNS) {
      const columns = Math.min(COLUMNS, range.c1 - column + 1);
      const window = await windows.window(row, count, column, columns);
      if (!window) return null;
      for (const cut of window.cut) {
        if (cells++ >= MOST_WHOLE) break;
        const text = await whole(row + cut.row, cut.column);
        if (text !== null) window.rows[cut.row][cut.column - window.firstColumn] = text;
      }
      window.rows.forEach((cellsOfRow, i) => parts[i].push(...cellsOfRow));
    }
    lines.push(...parts);
  }
  if (lines.length === 1 && lines[0].length === 1) return lines[0][0] ?? '';
  return lines.map(line => line.map(cell => quoted(cell ?? '')).join('\t')).join('\n');
}

/** Puts a text that is still being read into the clipboard, by the way this browser has. */
async function put(promise) {
  if (navigator.clipboard?.write && globalThis.ClipboardItem) {
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': promise.then(text => new Blob([text], { type: 'text/plain' })) })]);
      return true;
    } catch {
      // not allowed here, or no promises in it: the older way below
    }
  }
  return writeText(await promise);
}

/** Copies; tells "copied", "too-many" or "failed" with the number of cells. */
export async function copyRange(range, windows, whole) {
  const cells = (range.r1 - range.r0 + 1) * (range.c1 - range.c0 + 1);
  if (cells > MOST_CELLS) return ['too-many', cells];
  const text = textOf(range, windows, whole).then(read => {
    if (read === null) throw new Error('not read');
    return read;
  });
  text.catch(() => undefined);
  try {
    return [(await put(text)) ? 'copied' : 'failed', cells];
  } catch {
    return ['failed', cells];
  }
}
