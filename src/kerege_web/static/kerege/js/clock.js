// Clocks of the telephone page: how long a call goes on, how long until the next one. Without it the times stand there.

const TICK_MS = 1000;

function written(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  const parts = [Math.trunc(whole / 3600), Math.trunc((whole % 3600) / 60), whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index || parts[0] ? String(part).padStart(2, "0") : String(part))).join(":");
}

function tick() {
  const now = Date.now();
  for (const clock of document.querySelectorAll("[data-clock-since], [data-clock-until]")) {
    const { clockSince, clockUntil } = clock.dataset;
    const seconds = clockSince ? (now - Date.parse(clockSince)) / 1000 : (Date.parse(clockUntil) - now) / 1000;
    // A clock of a computer that runs behind must not count backwards.
    clock.textContent = clockSince ? written(Math.max(0, seconds)) : `${seconds < 0 ? "−" : ""}${written(seconds)}`;
  }
}

if (document.querySelector("[data-clock-since], [data-clock-until]")) {
  tick();
  setInterval(tick, TICK_MS);
}
