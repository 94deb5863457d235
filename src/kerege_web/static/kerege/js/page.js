// What every page does when scripts run: keys, live words, the state of the line. Everything works without it.
import { watchKeys } from "./keys.js";
import { watchResults } from "./results.js";

function watchConnection() {
  const banner = document.getElementById("offline");
  if (!banner) return;
  const show = () => {
    banner.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}

// A form that is being sent says so and is not sent twice.
function watchForms() {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || !button.dataset.busy) return;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
    window.setTimeout(() => {
      button.disabled = true;
    }, 0);
  });
}

document.documentElement.classList.add("has-scripts");
watchConnection();
watchForms();
watchKeys();
watchResults();
