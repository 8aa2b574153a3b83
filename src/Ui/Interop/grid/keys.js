// The keyboard of the grid, after the ARIA pattern of grids.
const STEP = 16;

export function onKey(grid, event) {
  if (event.target !== grid.host) return;
  const { row, column } = grid.active;
  const page = Math.max(1, Math.floor(grid.view / grid.rowHeight) - 1);
  const far = event.ctrlKey || event.metaKey;
  const forward = grid.backwards ? 'ArrowLeft' : 'ArrowRight';
  const back = grid.backwards ? 'ArrowRight' : 'ArrowLeft';
  const head = row < 0;
  const to = (r, c) => grid.go(event.shiftKey ? Math.max(0, r) : r, c, event.shiftKey);
  switch (event.key) {
    case forward:
    case back: {
      const step = event.key === forward ? 1 : -1;
      if (head && (event.shiftKey || event.altKey)) grid.resize(column, grid.columns.widths[column] + step * STEP);
      else if (event.altKey) return;
      else to(row, far ? (step > 0 ? grid.columns.count - 1 : 0) : column + step);
      break;
    }
    case 'ArrowDown':
      if (event.altKey) {
        if (!head) return;
        grid.menu(column);
      } else to(far ? grid.rows - 1 : row + 1, column);
      break;
    case 'ArrowUp':
      to(far ? (row <= 0 ? -1 : 0) : row - 1, column);
      break;
    case 'PageDown':
      to(Math.max(0, row) + page, column);
      break;
    case 'PageUp':
      to(Math.max(0, row - page), column);
      break;
    case 'Home':
      to(far ? 0 : row, 0);
      break;
    case 'End':
      to(far ? grid.rows - 1 : row, grid.columns.count - 1);
      break;
    case 'Enter':
      if (far || event.shiftKey) return;
      if (head) grid.nextSort(column);
      else if (grid.rows > 0) grid.open(row, column);
      break;
    case ' ':
      if (head) grid.menu(column);
      else if (event.shiftKey) grid.select(grid.range.r0, 0, grid.range.r1, grid.columns.count - 1);
      else if (far) grid.select(0, grid.range.c0, grid.rows - 1, grid.range.c1);
      else return;
      break;
    case 'F10':
    case 'ContextMenu':
      if (event.key === 'F10' && !event.shiftKey) return;
      grid.menu(column);
      break;
    case 'a':
      if (!far) return;
      grid.select(0, 0, Math.max(0, grid.rows - 1), Math.max(0, grid.columns.count - 1));
      break;
    case 'c':
      if (!far || String(getSelection()) !== '') return;
      grid.copy();
      break;
    default:
      return;
  }
  event.preventDefault();
}
