// Widths and positions of the columns.
const LEAST = 56;
const MOST_FITTED = 420;
const MOST = 2000;
const PADDING = 24;

export class Columns {
  constructor() {
    this.take([]);
  }

  take(columns) {
    this.all = columns;
    this.widths = columns.map(column => Math.min(220, Math.max(96, Math.max(column.name.length, column.type.length) * 7 + 44)));
    this.fitted = columns.map(() => false);
    this.place();
  }

  get count() {
    return this.all.length;
  }

  get total() {
    return this.starts[this.count];
  }

  place() {
    this.starts = new Float64Array(this.all.length + 1);
    for (let i = 0; i < this.all.length; i++) this.starts[i + 1] = this.starts[i] + this.widths[i];
  }

  /** The column at a distance from the first one. */
  at(x) {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  resize(column, width) {
    this.widths[column] = Math.min(MOST, Math.max(LEAST, Math.round(width)));
    this.fitted[column] = true;
    this.place();
  }

  /** The width that a column's name, type and texts need. */
  fit(column, texts, font, again) {
    if (this.fitted[column] && !again) return false;
    this.fitted[column] = true;
    const pen = (this.pen ??= document.createElement('canvas').getContext('2d'));
    const { name, type } = this.all[column];
    pen.font = `600 ${font}`;
    let width = pen.measureText(name).width + 26;
    pen.font = font;
    width = Math.max(width, pen.measureText(type).width + 4);
    for (const text of texts) if (text) width = Math.max(width, pen.measureText(text.slice(0, 80)).width);
    const before = this.widths[column];
    this.widths[column] = Math.min(MOST_FITTED, Math.max(LEAST, Math.ceil(width) + PADDING));
    return this.widths[column] !== before;
  }
}
