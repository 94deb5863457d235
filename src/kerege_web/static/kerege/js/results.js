// Lists that change in place say so to those who listen instead of look.

export function watchResults() {
  const voice = document.getElementById("voice");
  // An address that is shared names only what was chosen.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const words = event.detail.parameters;
    for (const name of Object.keys(words)) if (words[name] === "") delete words[name];
  });
  // An answer without the list is another page: the sign-in, or an error.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "results") {
      if (event.detail.xhr.responseText.includes("<html")) event.detail.shouldSwap = false;
      return;
    }
    if (event.detail.xhr.responseText.includes('id="results"')) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "results") setBusy("true");
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id !== "results" && event.detail.target?.id !== "results") return;
    setBusy("false");
    const results = document.getElementById("results");
    if (voice && results?.dataset.announce) voice.textContent = results.dataset.announce;
    document.dispatchEvent(new CustomEvent("kerege:filtered"));
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => {
      if (event.detail.target && event.detail.target.id !== "results") return;
      setBusy("false");
      const failed = document.getElementById("failed");
      if (failed) failed.hidden = false;
    });
  }
}

function setBusy(value) {
  document.getElementById("results")?.setAttribute("aria-busy", value);
}
