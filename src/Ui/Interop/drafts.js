// The drafts of the SQL page, kept in this browser: one key for the head and one for the text of each.
const HEAD = '.head';
const TEXT = '.text';

export function list(prefix) {
  const found = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key.startsWith(prefix) || !key.endsWith(HEAD)) continue;
      const id = key.slice(prefix.length, -HEAD.length);
      found.push([id, localStorage.getItem(key), localStorage.getItem(prefix + id + TEXT) ?? '']);
    }
  } catch {
    // a browser that keeps nothing
  }
  return found;
}

export function remember(prefix, id) {
  try {
    sessionStorage.setItem(prefix + 'active', id);
    localStorage.setItem(prefix + 'active', id);
  } catch {
    // a comfort only
  }
}

/** The draft that was shown last: in this tab, else in this browser. */
export function recall(prefix) {
  try {
    return sessionStorage.getItem(prefix + 'active') ?? localStorage.getItem(prefix + 'active') ?? '';
  } catch {
    return '';
  }
}

export function keep(prefix, id, head, text) {
  try {
    localStorage.setItem(prefix + id + HEAD, head);
    if (text !== null) localStorage.setItem(prefix + id + TEXT, text);
    return true;
  } catch {
    return false;
  }
}

export function remove(prefix, id) {
  localStorage.removeItem(prefix + id + HEAD);
  localStorage.removeItem(prefix + id + TEXT);
}
