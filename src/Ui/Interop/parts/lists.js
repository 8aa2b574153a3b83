// Lists by keyboard. A .list holds a search field and a [data-list] of .list-row, each with the link .list-link;
// [aria-busy] tells that what was typed is not listed yet.
const rowsOf = place => [...place.querySelectorAll('[data-list] .list-row')].filter(row => row.querySelector('.list-link'));
const searchOf = place => place.querySelector('input[type=search]');
const linkOf = row => row?.querySelector('.list-link');

function step(row, down) {
  let next = row;
  do next = down ? next.nextElementSibling : next.previousElementSibling;
  while (next && !linkOf(next));
  return next;
}

// what a key of the search field does waits until what was typed is listed, in the order of the keys
function whenListed(place, act) {
  if (!place.hasAttribute('aria-busy')) return act();
  const watch = new MutationObserver(() => {
    if (place.hasAttribute('aria-busy') && place.isConnected) return;
    watch.disconnect();
    if (place.isConnected) act();
  });
  watch.observe(place, { attributes: true, attributeFilter: ['aria-busy'] });
}

// down goes from the search field into the list, Enter opens its first row
function fromSearch(field, place, key) {
  const row = document.activeElement?.closest('[data-list] .list-row');
  if (document.activeElement !== field && !place.contains(row)) return;
  if (key === 'Enter') linkOf(row ?? rowsOf(place)[0])?.click();
  else linkOf(row ? step(row, true) : rowsOf(place)[0])?.focus();
}

addEventListener('keydown', event => {
  const { key, target } = event;
  if (!/^(ArrowDown|ArrowUp|Enter)$/.test(key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  const place = target.closest?.('.list');
  if (place && target === searchOf(place)) {
    if (key === 'ArrowUp') return;
    event.preventDefault();
    whenListed(place, () => fromSearch(target, place, key));
    return;
  }
  const row = target.closest?.('[data-list] .list-row');
  if (!row || key === 'Enter') return;
  const next = step(row, key === 'ArrowDown');
  const to = next ? linkOf(next) : key === 'ArrowUp' && place ? searchOf(place) : null;
  if (!to) return;
  event.preventDefault();
  to.focus();
});

// a row that goes away while it has the focus (a search, a filter, a scroll) leaves it to the one in its place
let held = null;
const guard = new MutationObserver(() => {
  if (!held || held.row.isConnected) return;
  const { place, at } = held;
  release();
  if (!place.isConnected || document.activeElement !== document.body) return;
  const rows = rowsOf(place);
  (linkOf(rows[Math.min(at, rows.length - 1)]) ?? searchOf(place))?.focus({ preventScroll: true });
});

function release() {
  held = null;
  guard.disconnect();
}

addEventListener('focusin', event => {
  const row = event.target.closest?.('[data-list] .list-row');
  const place = row?.closest('.list');
  if (held?.place !== place) {
    release();
    if (place) guard.observe(place, { childList: true, subtree: true });
  }
  if (place) held = { place, row, at: rowsOf(place).indexOf(row) };
});
