// The timeline: a chart that the server describes and the browser draws, without evaluating any code.
import { onThemeChange, token } from "./colours.js";

function themed() {
  const text = token("ink-soft");
  const grid = token("line");
  const font = token("font-figures");
  const axis = { domainColor: token("line-strong"), gridColor: grid, tickColor: grid, labelColor: text, titleColor: text };
  return {
    background: "transparent",
    font,
    axis: { ...axis, labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12 },
    legend: { labelColor: text, titleColor: text, labelFont: font, titleFont: font },
    title: { color: token("ink"), font },
    text: { color: text, font },
    rule: { color: text },
    view: { stroke: null },
  };
}

export function makeTimeline(settings, fetchJson, { onChoose }) {
  const frame = document.getElementById("timeline");
  const wait = document.getElementById("timeline-wait");
  const engine = import("../../../vendor/vega/vega.mjs");
  let view = null;
  let last = "";
  let turn = 0;

  // The brush chooses whole days; it is read when the pointer is let go.
  function watchBrush(result) {
    let chosen = null;
    try {
      result.view.addSignalListener("brush", (_name, value) => {
        chosen = Object.values(value)[0] ?? null;
      });
    } catch {
      return;
    }
    frame.onpointerup = () => {
      if (!chosen || chosen.length < 2) return;
      const [first, end] = [Math.min(...chosen.map(Number)), Math.max(...chosen.map(Number))];
      chosen = null;
      onChoose(new Date(first).toISOString().slice(0, 10), new Date(end).toISOString().slice(0, 10));
    };
  }

  async function show(query) {
    const mine = ++turn;
    last = query;
    try {
      const [{ embed, expressionInterpreter }, answer] = await Promise.all([
        engine,
        fetchJson(`${settings.addresses.timeline}?${query}`),
      ]);
      if (mine !== turn) return;
      view?.finalize();
      const result = await embed(frame, answer.spec, {
        actions: false,
        ast: true,
        expr: expressionInterpreter,
        renderer: "svg",
        tooltip: false,
        defaultStyle: false,
        config: themed(),
        formatLocale: settings.formats.number,
        timeFormatLocale: settings.formats.time,
      });
      view = result.view;
      document.getElementById("timeline-sentence").textContent = answer.sentence;
      frame.hidden = false;
      wait.hidden = true;
      watchBrush(result);
    } catch (error) {
      wait.hidden = false;
      wait.textContent = settings.words.noChart;
      console.warn(error);
    }
  }

  onThemeChange(() => show(last));
  return { show };
}
