// Keys of the desk, and a word when something urgent comes in. The pages work without it.

const PAUSE_MS = 1200;
const VERDICTS = { v: "verified", u: "unverifiable", f: "false", d: "duplicate" };

let afterG = 0;
let chosen = -1;

function isTyping(target) {
  return target instanceof HTMLElement && target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea") !== null;
}

function items() {
  return [...document.querySelectorAll("[data-report]")];
}

function link(item) {
  return item?.querySelector("a");
}

function choose(step) {
  const all = items();
  if (!all.length) return;
  const focused = all.findIndex((item) => item.contains(document.activeElement));
  const from = focused >= 0 ? focused : Math.min(chosen, all.length - 1);
  chosen = Math.max(0, Math.min(all.length - 1, from + step));
  all.forEach((item, index) => item.classList.toggle("is-chosen", index === chosen));
  link(all[chosen]).focus();
}

// On the page of a report the verdict is chosen there; in the queue the report is opened with it.
function decide(verdict) {
  const radio = document.querySelector(`input[name=verdict][value="${CSS.escape(verdict)}"]`);
  if (radio) {
    radio.checked = true;
    document.getElementById(verdict === "duplicate" ? "id_duplicate_of" : "id_reason")?.focus();
    return true;
  }
  const address = link(items()[chosen])?.href;
  if (address) window.location.assign(`${address}?verdict=${verdict}`);
  return Boolean(address);
}

function hand() {
  const field = document.getElementById("id_login");
  if (field) {
    field.focus();
    return true;
  }
  const address = link(items()[chosen])?.href;
  if (address) window.location.assign(`${address}#hands`);
  return Boolean(address);
}

function go(key) {
  const target = document.querySelector(`a[data-desk-go="${key}"]`);
  if (target) window.location.assign(target.href);
  return Boolean(target);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  // "g" and a letter leads to another page: keys.js sees to it.
  if (event.key === "g") afterG = Date.now();
  if (Date.now() - afterG < PAUSE_MS) {
    if (event.key !== "g") afterG = 0;
    return;
  }
  let done = false;
  if (event.key === "j" || event.key === "k") {
    if (items().length) {
      choose(event.key === "j" ? 1 : -1);
      done = true;
    } else done = go(event.key);
  } else if (event.key in VERDICTS) done = decide(VERDICTS[event.key]);
  else if (event.key === "a") done = hand();
  else if (event.key === "e") done = go("e");
  if (done) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const all = items();
  const index = all.findIndex((item) => item.contains(event.target));
  if (index < 0) return;
  chosen = index;
  all.forEach((item, place) => item.classList.toggle("is-chosen", place === index));
});

// The badge asks every half minute. More than before is said aloud and offered; the list does not jump by itself.
let known = Number(document.querySelector(".desk-count")?.dataset.count ?? 0);
document.body.addEventListener("htmx:afterSettle", () => {
  const badge = document.querySelector(".desk-count");
  if (!badge) return;
  const now = Number(badge.dataset.count);
  const note = document.getElementById("arrived");
  if (now > known) {
    const voice = document.getElementById("voice");
    if (voice) voice.textContent = badge.dataset.words;
    if (note) {
      document.getElementById("arrived-words").textContent = badge.dataset.words;
      note.hidden = false;
    }
  }
  known = now;
});

// Opened with a decision from the queue: the field that comes next has the focus.
window.addEventListener("load", () => {
  const verdict = new URLSearchParams(window.location.search).get("verdict");
  if (verdict && document.querySelector("input[name=verdict]")) decide(verdict);
  else if (window.location.hash === "#hands") document.getElementById("id_login")?.focus();
});
