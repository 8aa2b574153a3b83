// What live pages ask of the browser: whether the tab is seen, and the end of a log.
const graceMs = 10000;

export function watchVisibility(listener) {
  let timer = 0;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') listener.invokeMethodAsync('Seen', true);
    else timer = setTimeout(() => listener.invokeMethodAsync('Seen', false), graceMs);
  });
}

const isAtEnd = element => element.scrollHeight - element.scrollTop - element.clientHeight < 24;

// tells when the reader leaves the end of a log or comes back to it
export function watchEnd(element, listener) {
  let was = true;
  element.addEventListener('scroll', () => {
    const now = isAtEnd(element);
    if (now === was) return;
    was = now;
    listener.invokeMethodAsync('AtEnd', now);
  }, { passive: true });
}

export function toEnd(element) {
  if (element) element.scrollTop = element.scrollHeight;
}

export function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
