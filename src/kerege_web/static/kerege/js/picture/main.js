// The picture: the map, the timeline and the list show the same incidents.
import { makeMap } from "./map.js";
import { makeSlider } from "./slider.js";
import { makeTimeline } from "./timeline.js";

const settings = JSON.parse(document.getElementById("picture-settings").textContent);
const form = document.getElementById("filters");

function query() {
  const words = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...words]) if (value === "") words.delete(name, value);
  return words.toString();
}

async function fetchJson(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

function say(id, text) {
  const place = document.getElementById(id);
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}

function submitFilters() {
  form.requestSubmit();
}

async function start() {
  say("map-wait", settings.words.drawingMap);
  say("timeline-wait", settings.words.drawingChart);
  const slider = makeSlider(settings, form, {
    onMove: (day) => map.then((shown) => shown?.showUntil(day)),
    onSet: submitFilters,
  });
  const map = makeMap(settings, fetchJson).catch((error) => {
    say("map-wait", settings.words.noMap);
    console.warn(error);
    return null;
  });
  const timeline = makeTimeline(settings, fetchJson, {
    onChoose: (first, last) => {
      form.elements.first.value = first;
      form.elements.last.value = last;
      submitFilters();
    },
  });

  async function show() {
    try {
      const incidents = await fetchJson(`${settings.addresses.incidents}?${query()}`);
      const shown = await map;
      shown?.showIncidents(incidents);
      shown?.showUntil(slider.day());
      if (shown) say("map-wait", "");
    } catch (error) {
      say("map-wait", settings.words.noData);
      console.warn(error);
    }
    await timeline.show(query());
    document.documentElement.dataset.picture = "ready";
  }

  document.addEventListener("kerege:filtered", () => {
    slider.follow();
    show();
  });
  document.getElementById("picture-list").addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-show]");
    if (!button) return;
    (await map)?.open(button.dataset.show);
    document.getElementById("map").scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("kerege:chosen", (event) => {
    for (const item of document.querySelectorAll("#picture-list li[data-id]")) {
      item.classList.toggle("is-shown", item.dataset.id === event.detail);
    }
  });
  await show();
}

start();
