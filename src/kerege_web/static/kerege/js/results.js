// Lists that change in place say so to those who listen instead of look.

export function watchResults() {
  const voice = document.getElementById("voice");
  document.body.addEventListener("htmx:beforeRequest", () => setBusy("true"));
  document.body.addEventListener("htmx:afterSettle", () => {
    setBusy("false");
    const results = document.getElementById("results");
    if (voice && results?.dataset.announce) voice.textContent = results.dataset.announce;
    document.dispatchEvent(new CustomEvent("kerege:filtered"));
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(name, () => {
      setBusy("false");
      const failed = document.getElementById("failed");
      if (failed) failed.hidden = false;
    });
  }
}

function setBusy(value) {
  document.getElementById("results")?.setAttribute("aria-busy", value);
}
