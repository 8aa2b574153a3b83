// The part of a result that is near the view: blocks of rows and columns, read when they are needed, few of them kept.
const BLOCK_ROWS = 200;
const BLOCK_COLUMNS = 50;
const KEPT_BLOCKS = 80;
const AT_ONCE = 2;
const decoder = new TextDecoder();

export class Windows {
  constructor(read, changed) {
    this.read = read;
    this.changed = changed;
    this.rows = 0;
    this.columns = 0;
    this.reset();
  }

  /** Forgets everything; answers that are still on their way are not taken. */
  reset() {
    this.blocks = new Map();
    this.flying = new Set();
    this.failed = new Set();
    this.queue = [];
    this.era = (this.era ?? 0) + 1;
  }

  /** Asks again for what could not be read. */
  retry() {
    this.failed.clear();
  }

  /** The text of a cell, null for NULL, undefined while it is not here. */
  cell(row, column) {
    const block = this.at(row, column);
    return block?.rows[row % BLOCK_ROWS]?.[column % BLOCK_COLUMNS];
  }

  /** Characters of a cell that was cut, else 0. */
  cutLength(row, column) {
    return this.at(row, column)?.cut.get(`${row % BLOCK_ROWS}:${column}`) ?? 0;
  }

  at(row, column) {
    const key = `${Math.floor(row / BLOCK_ROWS)}:${Math.floor(column / BLOCK_COLUMNS)}`;
    const block = this.blocks.get(key);
    if (block && this.blocks.size > KEPT_BLOCKS / 2) {
      this.blocks.delete(key);
      this.blocks.set(key, block);
    }
    return block;
  }

  /** Reads what a view needs, and a block ahead; earlier wishes that are not begun are dropped. */
  want(firstRow, lastRow, firstColumn, lastColumn, down) {
    if (this.rows === 0 || this.columns === 0) return;
    const keys = [];
    const [r0, r1] = [Math.floor(firstRow / BLOCK_ROWS), Math.floor(Math.max(firstRow, lastRow) / BLOCK_ROWS)];
    const [c0, c1] = [Math.floor(firstColumn / BLOCK_COLUMNS), Math.floor(Math.max(firstColumn, lastColumn) / BLOCK_COLUMNS)];
    for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) keys.push([r, c]);
    const ahead = down ? r1 + 1 : r0 - 1;
    if (ahead >= 0 && ahead * BLOCK_ROWS < this.rows) for (let c = c0; c <= c1; c++) keys.push([ahead, c]);
    this.queue = keys.filter(([r, c]) => this.missing(r, c));
    this.pump();
  }

  missing(r, c) {
    const key = `${r}:${c}`;
    if (this.flying.has(key) || this.failed.has(key)) return false;
    const block = this.blocks.get(key);
    return !block || block.rows.length < Math.min(BLOCK_ROWS, this.rows - r * BLOCK_ROWS);
  }

  pump() {
    while (this.flying.size < AT_ONCE && this.queue.length > 0) {
      const [r, c] = this.queue.shift();
      if (this.missing(r, c)) this.load(r, c);
    }
  }

  async load(r, c) {
    const key = `${r}:${c}`;
    const era = this.era;
    this.flying.add(key);
    const window = await this.window(
      r * BLOCK_ROWS, Math.min(BLOCK_ROWS, this.rows - r * BLOCK_ROWS),
      c * BLOCK_COLUMNS, Math.min(BLOCK_COLUMNS, this.columns - c * BLOCK_COLUMNS));
    if (era !== this.era) return;
    this.flying.delete(key);
    if (!window || (window.rows.length === 0 && this.rows > r * BLOCK_ROWS)) {
      this.failed.add(key);
    } else {
      const cut = new Map(window.cut.map(item => [`${item.row}:${item.column}`, item.length]));
      this.blocks.delete(key);
      this.blocks.set(key, { rows: window.rows, cut });
      for (const old of this.blocks.keys()) {
        if (this.blocks.size <= KEPT_BLOCKS) break;
        this.blocks.delete(old);
      }
    }
    this.changed(r * BLOCK_ROWS, c * BLOCK_COLUMNS, BLOCK_COLUMNS);
    this.pump();
  }

  /** A window as the server gives it, or null where it could not be read. */
  async window(offset, count, firstColumn, columns) {
    try {
      const bytes = await this.read(offset, count, firstColumn, columns);
      return bytes.length === 0 ? null : JSON.parse(decoder.decode(bytes));
    } catch {
      return null;
    }
  }
}
