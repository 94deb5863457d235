// The time slider: the map follows while it moves, the list and the timeline when it is let go.

const DAY_MS = 86400000;
const REST_MS = 350;

function dayOf(text) {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
}

function textOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function makeSlider(settings, form, { onMove, onSet }) {
  const frame = document.getElementById("slider");
  const input = document.getElementById("slider-day");
  const output = document.getElementById("slider-value");
  const words = new Intl.DateTimeFormat(settings.language === "en" ? "en-GB" : settings.language, { dateStyle: "medium", timeZone: "UTC" });

  function tell() {
    const text = words.format(new Date(Number(input.value) * DAY_MS));
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  }

  function follow() {
    input.value = form.elements.last.value ? dayOf(form.elements.last.value) : settings.lastDay;
    tell();
  }

  input.min = settings.firstDay;
  input.max = settings.lastDay;
  follow();
  frame.hidden = false;
  input.addEventListener("input", () => {
    tell();
    onMove(Number(input.value));
  });
  // Held keys let the slider go many times a second; the list follows when it rests.
  let rests = 0;
  input.addEventListener("change", () => {
    window.clearTimeout(rests);
    rests = window.setTimeout(() => {
      const day = Number(input.value);
      form.elements.last.value = day >= settings.lastDay ? "" : textOf(day);
      onSet();
    }, REST_MS);
  });
  return { day: () => Number(input.value), follow };
}
