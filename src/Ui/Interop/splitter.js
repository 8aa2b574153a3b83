// The bar between two panes: dragged by the pointer, moved by the arrows; told to C# when it stands.
export function mount(bar, listener, vertical, least, most) {
  const panes = bar.parentElement;
  const backwards = () => getComputedStyle(panes).direction === 'rtl';
  const show = share => {
    const value = Math.min(most, Math.max(least, share));
    panes.style.setProperty(vertical ? '--split-rows' : '--split-columns', `${value}%`);
    bar.setAttribute('aria-valuenow', String(Math.round(value)));
    return value;
  };
  const shareAt = event => {
    const box = panes.getBoundingClientRect();
    if (vertical) return ((event.clientY - box.top) / box.height) * 100;
    const x = backwards() ? box.right - event.clientX : event.clientX - box.left;
    return (x / box.width) * 100;
  };
  bar.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    event.preventDefault();
    bar.focus();
    bar.setPointerCapture(event.pointerId);
    const moved = next => show(shareAt(next));
    const ended = last => {
      bar.removeEventListener('pointermove', moved);
      bar.removeEventListener('pointerup', ended);
      bar.removeEventListener('pointercancel', ended);
      listener.invokeMethodAsync('Moved', show(shareAt(last)));
    };
    bar.addEventListener('pointermove', moved);
    bar.addEventListener('pointerup', ended);
    bar.addEventListener('pointercancel', ended);
  });
  bar.addEventListener('keydown', event => {
    const now = Number(bar.getAttribute('aria-valuenow'));
    const step = event.shiftKey ? 10 : 2;
    const more = vertical ? 'ArrowDown' : backwards() ? 'ArrowLeft' : 'ArrowRight';
    const less = vertical ? 'ArrowUp' : backwards() ? 'ArrowRight' : 'ArrowLeft';
    const next = { [more]: now + step, [less]: now - step, Home: least, End: most }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    listener.invokeMethodAsync('Moved', show(next));
  });
  return { show: share => void show(share), dispose: () => undefined };
}
