// The mouse, pen and finger on the grid.
const EDGE = 6;
const TURN = 40;

const place = (grid, event) => {
  const box = grid.layer.getBoundingClientRect();
  const x = (grid.backwards ? box.right - event.clientX : event.clientX - box.left) - grid.gutter;
  const y = event.clientY - box.top - grid.headHeight;
  return { x, y, column: grid.columns.at(Math.max(0, x + grid.left)), row: Math.floor((grid.top + y) / grid.rowHeight) };
};

const inside = (grid, at) => at.x + grid.left < grid.columns.total && at.row < grid.rows;

/** The column whose end is under the pointer, or -1. */
function edge(grid, at) {
  if (at.y >= 0 || at.x < -EDGE) return -1;
  const { starts, count } = grid.columns;
  const x = at.x + grid.left;
  if (count === 0) return -1;
  if (Math.abs(starts[at.column + 1] - x) <= EDGE) return at.column;
  return at.column > 0 && Math.abs(starts[at.column] - x) <= EDGE ? at.column - 1 : -1;
}

function drag(grid, event, moved, ended) {
  const stop = () => {
    removeEventListener('pointermove', moved);
    removeEventListener('pointerup', stop);
    removeEventListener('pointercancel', stop);
    ended?.();
  };
  addEventListener('pointermove', moved);
  addEventListener('pointerup', stop);
  addEventListener('pointercancel', stop);
}

function select(grid, event) {
  let last = event;
  // beyond the edge the view moves on while the button is held
  const turn = setInterval(() => {
    const at = place(grid, last);
    if (at.y >= 0 && at.y <= grid.view && at.x >= 0 && at.x <= grid.width) return;
    extend();
  }, TURN);
  const extend = () => {
    const at = place(grid, last);
    grid.go(Math.max(0, Math.min(at.row, grid.rows - 1)), at.column, true);
  };
  drag(grid, event, next => {
    last = next;
    extend();
  }, () => clearInterval(turn));
}

export function onPointer(grid) {
  const { layer, host } = grid;
  layer.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    const at = place(grid, event);
    const resized = edge(grid, at);
    grid.resized = false;
    if (event.pointerType !== 'touch') {
      event.preventDefault();
      grid.focus();
    }
    if (resized >= 0) {
      event.preventDefault();
      const [from, width] = [event.clientX, grid.columns.widths[resized]];
      grid.resized = true;
      drag(grid, event, next => grid.resize(resized, width + (grid.backwards ? from - next.clientX : next.clientX - from)));
      return;
    }
    if (at.y < 0 || grid.rows === 0 || event.pointerType === 'touch') return;
    if (at.x < 0) {
      if (at.row < grid.rows) grid.select(event.shiftKey ? grid.anchor.row : at.row, 0, at.row, grid.columns.count - 1);
      return;
    }
    if (!inside(grid, at)) return;
    grid.go(at.row, at.column, event.shiftKey);
    select(grid, event);
  });
  layer.addEventListener('click', event => {
    const at = place(grid, event);
    if (at.y >= 0) {
      // a finger: the first touch takes the cell, the second one opens it
      if (event.pointerType === 'touch' && at.x >= 0 && inside(grid, at)) {
        const again = grid.active.row === at.row && grid.active.column === at.column && document.activeElement === host;
        grid.focus();
        grid.go(at.row, at.column);
        if (again) grid.open(at.row, at.column);
      }
      return;
    }
    if (at.x < 0 && grid.rows > 0) {
      grid.select(0, 0, grid.rows - 1, grid.columns.count - 1);
      return;
    }
    if (grid.resized || edge(grid, at) >= 0 || at.x + grid.left >= grid.columns.total || grid.columns.count === 0) return;
    if (event.target.className === 'grid-column-menu') {
      grid.menu(at.column);
    } else {
      grid.active = { row: -1, column: at.column };
      grid.nextSort(at.column);
    }
  });
  layer.addEventListener('dblclick', event => {
    const at = place(grid, event);
    const resized = edge(grid, at);
    if (resized >= 0) grid.fit(resized);
    else if (at.y >= 0 && at.x >= 0 && inside(grid, at)) grid.open(at.row, at.column);
  });
  layer.addEventListener('contextmenu', event => {
    const at = place(grid, event);
    if (at.y >= 0 || at.x < 0 || at.x + grid.left >= grid.columns.total || grid.columns.count === 0) return;
    event.preventDefault();
    grid.menu(at.column);
  });
  layer.addEventListener('pointermove', event => {
    layer.style.cursor = edge(grid, place(grid, event)) >= 0 ? 'col-resize' : '';
  });
}
