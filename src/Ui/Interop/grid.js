// A grid of millions of rows and thousands of columns: only what is in the view is drawn, by hand, in one layer that stays
// while the browser scrolls. Where the rows are higher than a browser can scroll, the place of the scroll bar is proportional.
import { Columns } from './grid/columns.js';
import { copyRange } from './grid/copy.js';
import { onKey } from './grid/keys.js';
import { onPointer } from './grid/pointer.js';
import { Windows } from './grid/windows.js';

const MOST_HEIGHT = 8_000_000;
const MOST_SHOWN = 240;
let grids = 0;

const make = (name, role, parent) => {
  const element = document.createElement('div');
  element.className = name;
  if (role) element.setAttribute('role', role);
  parent?.append(element);
  return element;
};

class Grid {
  constructor(host, listener, labels) {
    this.host = host;
    this.listener = listener;
    this.labels = labels;
    this.id = `grid-${++grids}`;
    this.columns = new Columns();
    this.windows = new Windows((...window) => listener.invokeMethodAsync('Window', ...window), (row, first, count) => this.arrived(row, first, count));
    this.rows = 0;
    this.top = 0;
    this.left = 0;
    this.scrolledTo = 0;
    this.active = { row: 0, column: 0 };
    this.anchor = { row: 0, column: 0 };
    this.sorted = { column: -1, descending: false };
    this.pool = [];
    this.size = make('grid-size', 'presentation', host);
    this.layer = make('grid-layer', 'presentation', this.size);
    const head = make('grid-head', 'rowgroup', this.layer);
    this.head = make('grid-row grid-head-row', 'row', head);
    this.head.setAttribute('aria-rowindex', '1');
    this.corner = make('grid-number', 'columnheader', this.head);
    this.corner.setAttribute('aria-colindex', '1');
    this.corner.setAttribute('aria-label', labels.number);
    this.headCells = make('grid-cells', 'presentation', this.head);
    this.body = make('grid-body', 'rowgroup', this.layer);
    this.observer = new ResizeObserver(() => this.layout());
    this.observer.observe(host);
    this.density = new MutationObserver(() => this.layout());
    this.density.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density', 'dir'] });
    host.addEventListener('scroll', () => this.scrolled(), { passive: true });
    host.addEventListener('wheel', event => this.wheeled(event), { passive: false });
    host.addEventListener('keydown', event => onKey(this, event));
    host.addEventListener('focus', () => this.drawSoon());
    host.addEventListener('blur', () => this.drawSoon());
    onPointer(this);
  }

  /** Other columns: another result. */
  setColumns(columns) {
    this.columns.take(columns.map(([name, type, end, mask]) => ({ name, type, end: end === '1', mask })));
    this.windows.columns = columns.length;
    this.active = { row: 0, column: 0 };
    this.anchor = { row: 0, column: 0 };
    this.reset();
    this.host.setAttribute('aria-colcount', String(columns.length + 1));
    this.go(0, 0);
  }

  setRows(rows) {
    this.rows = rows;
    this.windows.rows = rows;
    if (this.active.row > 0) this.active.row = Math.max(0, Math.min(this.active.row, rows - 1));
    this.anchor.row = Math.min(this.anchor.row, Math.max(rows - 1, 0));
    this.host.setAttribute('aria-rowcount', String(rows + 1));
    this.layout();
  }

  setSort(column, descending) {
    this.sorted = { column, descending };
    this.windows.reset();
    this.stale();
  }

  /** Reads everything anew. */
  reset() {
    this.windows.reset();
    this.stale();
  }

  retry() {
    this.windows.retry();
    this.drawSoon();
  }

  stale() {
    for (const row of this.pool) row.row = -1;
    this.headDrawn = '';
    this.drawSoon();
  }

  focus() {
    this.host.focus({ preventScroll: true });
  }

  dispose() {
    this.observer.disconnect();
    this.density.disconnect();
    cancelAnimationFrame(this.frame);
    this.gone = true;
    this.host.replaceChildren();
  }

  get view() {
    return Math.max(0, this.host.clientHeight - this.headHeight);
  }

  get width() {
    return Math.max(0, this.host.clientWidth - this.gutter);
  }

  get most() {
    return Math.max(0, this.rows * this.rowHeight - this.view);
  }

  /** Sizes of everything: after the window, the density, the rows or the columns changed. */
  layout() {
    if (this.gone) return;
    const style = getComputedStyle(this.host);
    this.rowHeight = parseFloat(style.getPropertyValue('--grid-row')) || 30;
    this.headHeight = parseFloat(style.getPropertyValue('--grid-head')) || 44;
    this.font = `${style.fontSize} ${style.fontFamily}`;
    this.backwards = style.direction === 'rtl';
    this.gutter = Math.max(44, String(this.rows).length * 9 + 20);
    this.host.style.setProperty('--grid-gutter', `${this.gutter}px`);
    const height = Math.min(MOST_HEIGHT, this.rows * this.rowHeight) + this.headHeight;
    this.size.style.height = `${height}px`;
    this.size.style.width = `${this.columns.total + this.gutter}px`;
    this.layer.style.width = `${this.host.clientWidth}px`;
    this.layer.style.height = `${this.host.clientHeight}px`;
    this.scale = Math.max(1, this.most / Math.max(1, height - this.host.clientHeight));
    this.moveTo(this.top, this.left);
    this.stale();
  }

  moveTo(top, left) {
    this.down = top >= this.top;
    this.top = Math.min(Math.max(0, top), this.most);
    this.left = Math.min(Math.max(0, left), Math.max(0, this.columns.total - this.width));
    const y = this.top / this.scale;
    if (Math.abs(this.host.scrollTop - y) >= 1) this.host.scrollTop = y;
    if (Math.abs(Math.abs(this.host.scrollLeft) - this.left) >= 1) this.host.scrollLeft = this.backwards ? -this.left : this.left;
    this.scrolledTo = this.host.scrollTop;
    this.drawSoon();
  }

  scrolled() {
    const y = this.host.scrollTop;
    const moved = y - this.scrolledTo;
    const left = Math.abs(this.host.scrollLeft);
    if (Math.abs(moved) >= 1 || Math.abs(left - this.left) >= 1) this.following = false;
    this.left = left;
    if (Math.abs(moved) >= 1) {
      this.down = moved > 0;
      this.scrolledTo = y;
      if (this.scale === 1) {
        this.top = Math.min(y, this.most);
      } else {
        // a finger moves the rows themselves, the bar moves through all of them
        this.top = Math.abs(moved) < this.view ? Math.min(Math.max(0, this.top + moved), this.most) : Math.min(y * this.scale, this.most);
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.moveTo(this.top, this.left), 200);
      }
    }
    this.drawSoon();
  }

  wheeled(event) {
    if (this.scale === 1 || event.ctrlKey || event.deltaY === 0 || event.shiftKey) return;
    event.preventDefault();
    this.following = false;
    const unit = event.deltaMode === 1 ? this.rowHeight : event.deltaMode === 2 ? this.view : 1;
    this.moveTo(this.top + event.deltaY * unit, this.left + (this.backwards ? -event.deltaX : event.deltaX));
  }

  /** Moves the cursor, and the view with it. Row -1 is the head. */
  go(row, column, extend) {
    this.active = { row: row < 0 ? -1 : Math.max(0, Math.min(row, this.rows - 1)), column: Math.min(Math.max(0, column), Math.max(0, this.columns.count - 1)) };
    if (!extend) this.anchor = { row: Math.max(0, this.active.row), column: this.active.column };
    this.reveal();
  }

  reveal() {
    let [top, left] = [this.top, this.left];
    const { row, column } = this.active;
    if (row >= 0) {
      if (row * this.rowHeight < top) top = row * this.rowHeight;
      else if ((row + 1) * this.rowHeight > top + this.view) top = (row + 1) * this.rowHeight - this.view;
    }
    const { starts } = this.columns;
    if (this.columns.count > 0) {
      if (starts[column] < left) left = starts[column];
      else if (starts[column + 1] > left + this.width) left = Math.min(starts[column], starts[column + 1] - this.width);
    }
    this.moveTo(top, left);
    this.following = true;
  }

  get range() {
    const [a, b] = [this.anchor, { row: Math.max(0, this.active.row), column: this.active.column }];
    return { r0: Math.min(a.row, b.row), r1: Math.max(a.row, b.row), c0: Math.min(a.column, b.column), c1: Math.max(a.column, b.column) };
  }

  select(r0, c0, r1, c1) {
    this.anchor = { row: r0, column: c0 };
    this.active = { row: r1, column: c1 };
    this.drawSoon();
  }

  async copy() {
    if (this.rows === 0) return;
    const [outcome, cells] = await copyRange(this.range, this.windows, (row, column) => this.listener.invokeMethodAsync('Whole', row, column));
    this.listener.invokeMethodAsync('Copied', outcome, cells);
  }

  open(row, column) {
    this.listener.invokeMethodAsync('Open', row, column, this.windows.cell(row, column) === null);
  }

  /** Sorts by a column: upwards, downwards, not. */
  nextSort(column) {
    const { column: old, descending } = this.sorted;
    if (old !== column) this.listener.invokeMethodAsync('Sort', column, false);
    else if (!descending) this.listener.invokeMethodAsync('Sort', column, true);
    else this.listener.invokeMethodAsync('Sort', -1, false);
  }

  menu(column) {
    this.active = { row: -1, column };
    this.anchor = { row: 0, column };
    this.reveal();
    const box = this.host.getBoundingClientRect();
    const start = this.gutter + this.columns.starts[column] - this.left;
    this.listener.invokeMethodAsync('Menu', column, Math.max(0, Math.min(start, box.width - 230)), this.headHeight);
  }

  resize(column, width) {
    this.columns.resize(column, width);
    this.layout();
  }

  fit(column) {
    this.columns.fit(column, this.texts(column, Math.floor(this.top / this.rowHeight)), this.font, true);
    this.layout();
  }

  texts(column, from) {
    const texts = [];
    for (let row = from; row < Math.min(this.rows, from + 60); row++) texts.push(this.windows.cell(row, column));
    return texts;
  }

  /** A window came: columns that were not seen yet get their width; what is in view stays where it is. */
  arrived(row, first, count) {
    if (this.gone) return;
    const seen = this.columns.count > 0 ? this.columns.at(this.left) : 0;
    const within = this.left - this.columns.starts[seen];
    let changed = false;
    for (let column = first; column < Math.min(first + count, this.columns.count); column++) {
      if (!this.columns.fitted[column]) changed = this.columns.fit(column, this.texts(column, row), this.font) || changed;
    }
    if (changed) {
      this.columns.place();
      this.left = this.columns.starts[seen] + within;
      this.layout();
      // the cursor that the view was moved to stays in it
      if (this.following) this.reveal();
    }
    for (const drawn of this.pool) drawn.row = -1;
    this.drawSoon();
  }

  drawSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (!this.gone) this.draw();
    });
  }

  draw() {
    if (!this.rowHeight) return;
    const { columns, host } = this;
    const c0 = columns.count > 0 ? columns.at(this.left) : 0;
    const c1 = columns.count > 0 ? columns.at(this.left + this.width) : -1;
    const r0 = Math.floor(this.top / this.rowHeight);
    const r1 = Math.min(this.rows - 1, Math.floor((this.top + this.view) / this.rowHeight));
    this.layer.style.setProperty('--grid-x', `${this.backwards ? this.left : -this.left}px`);
    this.focused = document.activeElement === host;
    this.drawHead(c0, c1);
    const need = Math.max(1, Math.ceil(this.view / this.rowHeight) + 2);
    while (this.pool.length < need) this.pool.push(this.newRow());
    const { r0: s0, r1: s1, c0: t0, c1: t1 } = this.range;
    const state = `${c0}:${c1}:${this.active.row}:${this.active.column}:${s0}:${s1}:${t0}:${t1}:${this.focused}`;
    const used = new Set();
    for (let row = r0; row <= r1; row++) {
      const slot = this.pool[row % this.pool.length];
      used.add(slot);
      slot.element.style.transform = `translateY(${row * this.rowHeight - this.top}px)`;
      if (slot.row === row && slot.state === state) continue;
      this.drawRow(slot, row, c0, c1);
      slot.row = row;
      slot.state = state;
    }
    for (const slot of this.pool) slot.element.hidden = !used.has(slot);
    const shown = this.active.row < 0 || (this.active.row >= r0 && this.active.row <= r1);
    if (shown && this.active.column >= c0 && this.active.column <= c1) host.setAttribute('aria-activedescendant', this.cellId(this.active.row, this.active.column));
    else host.removeAttribute('aria-activedescendant');
    this.windows.want(r0, r1, c0, c1, this.down !== false);
  }

  cellId(row, column) {
    return `${this.id}-${row}-${column}`;
  }

  newRow() {
    const element = make('grid-row', 'row', this.body);
    return { element, number: make('grid-number', 'rowheader', element), cells: make('grid-cells', 'presentation', element), row: -1, state: '' };
  }

  drawHead(c0, c1) {
    const drawn = `${c0}:${c1}:${this.sorted.column}:${this.sorted.descending}:${this.active.row === -1 ? this.active.column : ''}:${this.focused}`;
    if (drawn === this.headDrawn) return;
    this.headDrawn = drawn;
    this.corner.textContent = '#';
    const cells = this.headCells;
    while (cells.children.length < c1 - c0 + 1) {
      const cell = make('grid-column', 'columnheader', cells);
      cell.append(make('grid-column-name'), make('grid-column-type'), make('grid-column-menu'), make('grid-column-edge'));
      cell.children[2].setAttribute('aria-hidden', 'true');
    }
    while (cells.children.length > Math.max(0, c1 - c0 + 1)) cells.lastChild.remove();
    for (let column = c0; column <= c1; column++) {
      const cell = cells.children[column - c0];
      const { name, type, end, mask } = this.columns.all[column];
      const sorted = this.sorted.column === column ? (this.sorted.descending ? 'descending' : 'ascending') : 'none';
      const current = this.focused && this.active.row === -1 && this.active.column === column;
      cell.id = this.cellId(-1, column);
      cell.className = `grid-column${end ? ' end' : ''}${mask ? ' masked' : ''}${current ? ' current' : ''}${sorted === 'none' ? '' : ` ${sorted}`}`;
      cell.setAttribute('aria-colindex', String(column + 2));
      cell.setAttribute('aria-sort', sorted);
      cell.setAttribute('aria-haspopup', 'menu');
      cell.title = mask ? `${name} ${type} · ${mask}` : `${name} ${type}`;
      cell.style.insetInlineStart = `${this.columns.starts[column]}px`;
      cell.style.width = `${this.columns.widths[column]}px`;
      cell.children[0].textContent = name;
      cell.children[1].textContent = mask ? `${type} · ${mask}` : type;
    }
  }

  drawRow(slot, row, c0, c1) {
    const { r0, r1, c0: s0, c1: s1 } = this.range;
    const ranged = r1 > r0 || s1 > s0;
    slot.element.setAttribute('aria-rowindex', String(row + 2));
    slot.number.textContent = this.labels.group ? (row + 1).toLocaleString(this.labels.language) : String(row + 1);
    slot.number.setAttribute('aria-colindex', '1');
    slot.number.className = `grid-number${this.focused && row >= r0 && row <= r1 ? ' selected' : ''}`;
    const cells = slot.cells;
    while (cells.children.length < c1 - c0 + 1) make('', 'gridcell', cells);
    while (cells.children.length > Math.max(0, c1 - c0 + 1)) cells.lastChild.remove();
    for (let column = c0; column <= c1; column++) {
      const cell = cells.children[column - c0];
      const value = this.windows.cell(row, column);
      const cut = this.windows.cutLength(row, column);
      const selected = ranged ? row >= r0 && row <= r1 && column >= s0 && column <= s1 : false;
      const current = row === this.active.row && column === this.active.column;
      let name = 'grid-cell';
      if (this.columns.all[column].end) name += ' end';
      if (value === null) name += ' null';
      if (value === undefined) name += ' waiting';
      if (cut) name += ' cut';
      if (selected) name += ' selected';
      if (current) name += this.focused ? ' current' : ' last';
      if (cell.className !== name) cell.className = name;
      const text = value === null ? 'NULL' : value === undefined ? '' : value.length > MOST_SHOWN ? value.slice(0, MOST_SHOWN) : value;
      const line = text.includes('\n') ? text.replace(/\r?\n/g, ' ⏎ ') : text;
      if (cell.textContent !== line) cell.textContent = line;
      cell.id = this.cellId(row, column);
      cell.setAttribute('aria-colindex', String(column + 2));
      cell.setAttribute('aria-selected', selected || current ? 'true' : 'false');
      cell.style.insetInlineStart = `${this.columns.starts[column]}px`;
      cell.style.width = `${this.columns.widths[column]}px`;
    }
  }
}

export const mount = (host, listener, labels) => new Grid(host, listener, labels);
