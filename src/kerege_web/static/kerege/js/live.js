// What waits, as it changes. The pages work without it: the badge then asks every half minute.

let source = null;
let known = null;

function told(counts) {
  for (const [name, number] of Object.entries(counts)) {
    for (const place of document.querySelectorAll(`[data-live="${CSS.escape(name)}"]`)) {
      place.textContent = String(number);
      place.hidden = place.dataset.liveHides === "yes" && number === 0;
    }
  }
  const more = known !== null && Object.keys(counts).some((name) => counts[name] > (known[name] ?? 0));
  const changed = known !== null && Object.keys(counts).some((name) => counts[name] !== known[name]);
  known = counts;
  if (changed) document.body.dispatchEvent(new CustomEvent("kerege:waiting", { detail: counts }));
  const note = document.getElementById("live-note");
  if (note && changed) note.hidden = false;
  const voice = document.getElementById("voice");
  if (voice && more && note) voice.textContent = note.textContent.trim();
}

function listen() {
  if (source || document.hidden || typeof EventSource === "undefined") return;
  source = new EventSource("/live");
  source.addEventListener("waiting", (event) => told(JSON.parse(event.data)));
}

function rest() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
window.addEventListener("pagehide", rest);
listen();
