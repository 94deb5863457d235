// The colours of the page's tokens, so that map and chart follow light and dark.

export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function onThemeChange(callback) {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
}

export function isCalm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
