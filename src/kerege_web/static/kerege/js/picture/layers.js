// The map's layers, from the ground up. Colours are the page's tokens; meaning never hangs on colour alone.
import { token } from "./colours.js";

const LEVELS = ["low", "medium", "high", "critical"];
const WIDTH = { low: 4.5, medium: 7, high: 10, critical: 13 };
const DASHES = { agreed: null, claimed: [4, 2.5], disputed: [0.4, 2.2] };
const FONT = ["Noto Sans Variable"];

function scaled(width) {
  return ["interpolate", ["linear"], ["zoom"], 5, width * 0.6, 8, width, 13, width * 1.4];
}

export function land() {
  return [
    { id: "water", type: "background", paint: { "background-color": token("map-water") } },
    {
      id: "land",
      type: "fill",
      source: "outline",
      filter: ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false],
      paint: {
        "fill-color": ["case", ["==", ["get", "within"], true], token("map-land"), token("map-land-other")],
      },
    },
  ];
}

export function borders() {
  const levels = LEVELS.map((level) => ({
    id: `level-${level}`,
    type: "line",
    source: "sections",
    filter: ["==", ["get", "level"], level],
    layout: { "line-cap": "butt", "line-join": "round" },
    paint: { "line-color": token(`level-${level}`), "line-width": scaled(WIDTH[level]), "line-opacity": level === "low" ? 0.5 : 0.9 },
  }));
  const lines = Object.entries(DASHES).map(([status, dash]) => ({
    id: `line-${status}`,
    type: "line",
    source: "sections",
    filter: ["==", ["get", "status"], status],
    layout: { "line-cap": status === "disputed" ? "round" : "butt", "line-join": "round" },
    paint: {
      "line-color": token("map-line"),
      "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1, 8, status === "disputed" ? 2.2 : 1.5, 13, 2.4],
      ...(dash ? { "line-dasharray": dash } : {}),
    },
  }));
  const touch = {
    id: "section-touch",
    type: "line",
    source: "sections",
    paint: { "line-color": "#000000", "line-opacity": 0, "line-width": 18 },
  };
  // A signal is a pale band with dark edges beneath the section, so that its level stays readable.
  const signalled = [">", ["get", "signal"], 0];
  const bands = [
    ["signal-edge", token("map-line"), 23, 0.8],
    ["signal-band", token("map-signal"), 20, 0.9],
  ].map(([id, color, width, opacity]) => ({
    id,
    type: "line",
    source: "sections",
    filter: signalled,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": color, "line-width": scaled(width), "line-opacity": opacity },
  }));
  return [...bands, ...levels, ...lines, touch];
}

export function names() {
  const paint = { "text-color": token("map-place"), "text-halo-color": token("map-halo"), "text-halo-width": 1.6 };
  return [
    {
      id: "enclaves",
      type: "symbol",
      source: "places",
      filter: ["==", ["get", "kind"], "enclave"],
      minzoom: 7,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-letter-spacing": 0.06 },
      paint,
    },
    {
      id: "places",
      type: "symbol",
      source: "places",
      filter: ["==", ["get", "kind"], "place"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["get", "order"], 0, 13.5, 40, 11.5],
        "text-variable-anchor": ["bottom", "top", "left", "right"],
        "text-radial-offset": 0.5,
        "symbol-sort-key": ["get", "order"],
        "text-padding": 6,
      },
      paint,
    },
    // The last layer is given room first.
    {
      id: "countries",
      type: "symbol",
      source: "places",
      filter: ["==", ["get", "kind"], "country"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 13.5,
        "text-letter-spacing": 0.14,
        "text-transform": "uppercase",
        "text-padding": 46,
        "symbol-sort-key": ["get", "order"],
      },
      paint: { ...paint, "text-opacity": 0.65 },
    },
  ];
}

export function happenings() {
  const metresPerPixelAtZoom0 = 78271.517;
  const perKm = ["/", 1000, ["*", metresPerPixelAtZoom0, ["get", "shrink"]]];
  const radius = ["*", ["get", "uncertainty_km"], perKm];
  const size = ["interpolate", ["linear"], ["get", "severity"], 1, 3.5, 5, 12];
  return [
    {
      id: "uncertainty",
      type: "circle",
      source: "incidents",
      paint: {
        "circle-color": token("map-incident"),
        "circle-opacity": ["*", 0.11, ["get", "shade"]],
        "circle-blur": 0.25,
        "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, radius, 22, ["*", radius, 2 ** 22]],
      },
    },
    {
      id: "crossings",
      type: "symbol",
      source: "crossings",
      layout: { "icon-image": "crossing", "icon-allow-overlap": true, "icon-size": 1 },
    },
    {
      id: "incidents",
      type: "circle",
      source: "incidents",
      layout: { "circle-sort-key": ["get", "day"] },
      paint: {
        "circle-color": token("map-incident"),
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, ["*", 0.8, size], 11, ["*", 1.4, size]],
        "circle-opacity": ["get", "shade"],
        "circle-stroke-color": token("map-incident-edge"),
        "circle-stroke-width": 1.2,
        "circle-stroke-opacity": ["get", "shade"],
      },
    },
  ];
}

// A small gate: two posts and a bar, drawn on a canvas so that no picture has to be fetched.
export function crossingImage(ratio) {
  const size = 18 * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = token("map-incident-edge");
  pen.fillRect(1, 1, 16, 16);
  pen.fillStyle = token("map-crossing");
  pen.fillRect(2, 2, 14, 14);
  pen.fillStyle = token("map-incident-edge");
  pen.fillRect(4.5, 5, 2, 8);
  pen.fillRect(11.5, 5, 2, 8);
  pen.fillRect(4.5, 8, 9, 2);
  return { width: size, height: size, data: pen.getImageData(0, 0, size, size).data };
}
