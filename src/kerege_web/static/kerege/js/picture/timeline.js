// The timeline: a chart that the server describes and the browser draws, without evaluating any code.
import { onThemeChange, token } from "./colours.js";

// The chart is described in the colours of the printed bulletin; on the page they become the page's tokens.
const PRINTED = {
  "#1B1F24": "ink",
  "#4A525C": "ink-soft",
  "#8A929B": "line-strong",
  "#D5D9DD": "line",
  "#F3F4F6": "sunken",
  "#1F5A8C": "accent",
};

function dressed(part) {
  if (typeof part === "string") {
    const name = PRINTED[part.toUpperCase()];
    return name ? token(name) : part;
  }
  if (Array.isArray(part)) return part.map(dressed);
  if (part === null || typeof part !== "object") return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, dressed(value)]));
  if ("config" in copy) copy.config = { ...copy.config, background: "transparent", font: token("font-figures") };
  // The drawing as a whole has a name and a table beside it; its hundred marks need none each.
  if (copy.mark && typeof copy.mark === "object") copy.mark.aria = false;
  return copy;
}

function dayBefore(text) {
  const day = new Date(`${text}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

export function makeTimeline(settings, fetchJson, { onChoose }) {
  const frame = document.getElementById("timeline");
  const wait = document.getElementById("timeline-wait");
  const engine = import("../../../vendor/vega/vega.mjs");
  let view = null;
  let last = "";
  let turn = 0;

  // What is left for the plot beside its labels.
  const room = () => Math.floor(frame.parentElement.clientWidth - 90);

  // Dragging over the chart chooses months; the date fields above do the same by keyboard.
  function watchDrag(edges) {
    let begin = null;
    const monthAt = (event) => {
      const plot = frame.querySelector("svg").getBoundingClientRect();
      const x = event.clientX - plot.left - view.origin()[0];
      const month = Math.floor(view.scale("x").invert(x));
      return Math.min(Math.max(month, 0), edges.length - 2);
    };
    frame.onpointerdown = (event) => {
      begin = monthAt(event);
    };
    frame.onpointerup = (event) => {
      if (begin === null) return;
      const [first, last] = [begin, monthAt(event)].sort((a, b) => a - b);
      begin = null;
      onChoose(edges[first], dayBefore(edges[last + 1]));
    };
    frame.onpointerleave = () => {
      begin = null;
    };
  }

  async function show(query) {
    const mine = ++turn;
    last = query;
    try {
      const [{ embed, expressionInterpreter }, answer] = await Promise.all([
        engine,
        fetchJson(`${settings.addresses.timeline}?${query}&width=${room()}`),
      ]);
      if (mine !== turn) return;
      view?.finalize();
      frame.hidden = false;
      const result = await embed(frame, dressed(answer.spec), {
        actions: false,
        ast: true,
        expr: expressionInterpreter,
        renderer: "svg",
        tooltip: false,
        defaultStyle: false,
      });
      view = result.view;
      document.getElementById("timeline-sentence").textContent = answer.sentence;
      frame.setAttribute("role", "img");
      frame.setAttribute("aria-label", answer.sentence);
      wait.hidden = true;
      watchDrag(answer.edges);
    } catch (error) {
      wait.hidden = false;
      wait.textContent = settings.words.noChart;
      console.warn(error);
    }
  }

  onThemeChange(() => show(last));
  return { show };
}
