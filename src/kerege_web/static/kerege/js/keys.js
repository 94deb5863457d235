// Keys: "?" shows them, "/" goes to the search field, "g" and a letter goes to a page.

const PAUSE_MS = 1200;

function isTyping(target) {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}

export function watchKeys() {
  const dialog = document.getElementById("keys");
  let waitsForPage = 0;

  document.querySelectorAll("[data-shows-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => dialog?.showModal());
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      dialog?.showModal();
    } else if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.closest("details")?.setAttribute("open", "");
      search.focus();
    } else if (event.key === "g") {
      waitsForPage = Date.now();
    } else if (Date.now() - waitsForPage < PAUSE_MS) {
      const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
      waitsForPage = 0;
      if (link) window.location.assign(link.href);
    }
  });
}
