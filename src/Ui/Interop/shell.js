// What the shell asks of the browser.
import './parts/lists.js';

const root = document.documentElement;
const darkWish = matchMedia('(prefers-color-scheme: dark)');

export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // full or forbidden: what is kept is a comfort, not data
  }
}

export function show(theme, density, language, direction) {
  root.dataset.theme = theme === 'dark' || (theme !== 'light' && darkWish.matches) ? 'dark' : 'light';
  root.dataset.density = density;
  root.lang = language;
  root.dir = direction;
  keep('talentys.look', JSON.stringify({ theme, density, language, direction }));
}

export const prefersDark = () => darkWish.matches;
export const isWide = () => innerWidth > 900;
export const languages = () => [...navigator.languages];

export function watchTheme(watcher) {
  darkWish.addEventListener('change', () => watcher.invokeMethodAsync('SystemThemeAsync'));
}

const editable = element =>
  element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

export function listen(listener) {
  let prefix = false;
  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      listener.invokeMethodAsync('Pressed', 'palette');
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || editable(event.target) || document.querySelector('[role=dialog]')) return;
    if (prefix && /^[a-z]$/.test(event.key)) {
      prefix = false;
      event.preventDefault();
      listener.invokeMethodAsync('Pressed', `go ${event.key}`);
      return;
    }
    prefix = event.key === 'g';
    if (event.key === '/') {
      event.preventDefault();
      const search = document.querySelector('main input[type=search]');
      if (search) search.focus();
      else listener.invokeMethodAsync('Pressed', 'palette');
    } else if (event.key === '?') {
      event.preventDefault();
      listener.invokeMethodAsync('Pressed', 'help');
    }
  });
}

export { writeText as copy } from './parts/clipboard.js';

export function download(url) {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

export function focus(selector) {
  document.querySelector(selector)?.focus();
}

export function reveal(selector) {
  document.querySelector(selector)?.scrollIntoView({ block: 'nearest' });
}

export function hang(menuId, anchorId) {
  const menu = document.getElementById(menuId);
  const anchor = document.getElementById(anchorId)?.getBoundingClientRect();
  if (!menu || !anchor) return;
  menu.style.position = 'fixed';
  const box = menu.getBoundingClientRect();
  const start = root.dir === 'rtl' ? anchor.left : anchor.right - box.width;
  menu.style.left = `${Math.max(8, Math.min(start, innerWidth - box.width - 8))}px`;
  const below = anchor.bottom + 4;
  menu.style.top = `${below + box.height > innerHeight - 8 ? Math.max(8, anchor.top - box.height - 4) : below}px`;
}

export function takeFragment() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(history.state, '', location.pathname + location.search);
  return fragment;
}

const focusable = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

export function enterDialog(dialog) {
  const before = document.activeElement;
  const first = dialog.querySelector('[autofocus]') ?? dialog.querySelector('.overlay-body ' + focusable.split(', ').join(', .overlay-body ')) ?? dialog;
  first.focus();
  dialog.addEventListener('keydown', event => {
    if (event.key !== 'Tab') return;
    const all = [...dialog.querySelectorAll(focusable)].filter(element => element.offsetParent !== null);
    if (all.length === 0) return;
    const [start, end] = [all[0], all[all.length - 1]];
    if (event.shiftKey && (document.activeElement === start || document.activeElement === dialog)) {
      event.preventDefault();
      end.focus();
    } else if (!event.shiftKey && document.activeElement === end) {
      event.preventDefault();
      start.focus();
    }
  });
  const gone = new MutationObserver(() => {
    if (dialog.isConnected) return;
    gone.disconnect();
    // unless whoever closed it has put the focus elsewhere
    if (before?.isConnected && document.activeElement === document.body) before.focus();
  });
  gone.observe(document.body, { childList: true, subtree: true });
}
