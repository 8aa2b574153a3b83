// Before the first paint: the theme, density and language this browser had last, so that nothing flashes.
(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('talentys.look') ?? '{}');
  } catch {
    // nothing kept, or the browser keeps nothing
  }
  const dark = kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.density = kept.density ?? 'comfortable';
  if (kept.language) root.lang = kept.language;
  if (kept.direction) root.dir = kept.direction;
})();
