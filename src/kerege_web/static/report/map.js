// A map for a thumb, drawn on a canvas from a few kilobytes: lines as they are claimed, names, crossing points.
import { nameOf, placeRows } from "./places.js";

const DASHES = { agreed: [], claimed: [7, 5], disputed: [1.5, 4] };
const FINGER_PX = 14;
const NEAR_DEG = 0.35;

export async function drawMap(box, { addresses, language, words, marked, start }) {
  const canvas = box.querySelector("canvas");
  const [ground, rows] = await Promise.all([
    fetch(addresses.ground, { credentials: "omit" }).then((response) => response.json()),
    placeRows(addresses.places),
  ]);
  const [west, south, east, north] = ground.bounds;
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const view = { lon: (west + east) / 2, lat: (south + north) / 2, scale: 1 };
  let spot = null;
  canvas.setAttribute("aria-label", words.mapLabel);

  const width = () => canvas.clientWidth;
  const height = () => canvas.clientHeight;
  const whole = () => Math.min(width() / ((east - west) * shrink), height() / (north - south)) * 0.95;
  const x = (lon) => width() / 2 + (lon - view.lon) * shrink * view.scale;
  const y = (lat) => height() / 2 - (lat - view.lat) * view.scale;
  const lonAt = (px) => view.lon + (px - width() / 2) / (shrink * view.scale);
  const latAt = (px) => view.lat - (px - height() / 2) / view.scale;

  const first = rows.find((row) => row[0] === start);
  if (first) Object.assign(view, { lat: first[2], lon: first[3], scale: height() / NEAR_DEG });
  else Object.assign(view, wherePlacesAre());

  // Where most places lie, not where the ends of the longest line are.
  function wherePlacesAre() {
    const sorted = (column) => rows.map((row) => row[column]).sort((a, b) => a - b);
    const [lats, lons] = [sorted(2), sorted(3)];
    if (lats.length < 4) return { scale: whole() };
    const at = (values, share) => values[Math.round((values.length - 1) * share)];
    const [low, high, left, right] = [at(lats, 0.2), at(lats, 0.8), at(lons, 0.2), at(lons, 0.8)];
    const scale = Math.min(width() / ((right - left) * shrink), height() / (high - low));
    return { lat: (low + high) / 2, lon: (left + right) / 2, scale: Math.max(whole(), Math.min(scale, 40_000)) };
  }

  function zoom(factor, atX = width() / 2, atY = height() / 2) {
    const [lon, lat] = [lonAt(atX), latAt(atY)];
    view.scale = Math.min(Math.max(view.scale * factor, whole() / 1.5), 40_000);
    view.lon += lon - lonAt(atX);
    view.lat += lat - latAt(atY);
    draw();
  }

  function move(dx, dy) {
    view.lon = Math.min(Math.max(view.lon - dx / (shrink * view.scale), west - 1), east + 1);
    view.lat = Math.min(Math.max(view.lat + dy / view.scale, south - 1), north + 1);
    draw();
  }

  function take(px, py) {
    spot = [lonAt(px), latAt(py)];
    // 111 km a degree: as exact as a finger on this map.
    marked(spot[0], spot[1], Math.max(100, (FINGER_PX / view.scale) * 111_000));
    draw();
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width() * ratio;
    canvas.height = height() * ratio;
    const pen = canvas.getContext("2d");
    const colours = getComputedStyle(document.documentElement);
    const colour = (name) => colours.getPropertyValue(name).trim();
    pen.scale(ratio, ratio);
    pen.lineJoin = "round";
    pen.strokeStyle = colour("--map-line");
    pen.lineWidth = 1.6;
    for (const [status, points] of ground.lines) {
      pen.setLineDash(DASHES[status] || []);
      pen.beginPath();
      for (let index = 0; index < points.length; index += 2) pen.lineTo(x(points[index]), y(points[index + 1]));
      pen.stroke();
    }
    pen.setLineDash([]);
    const names = [];
    pen.font = `13px ${colour("--font") || "sans-serif"}`;
    pen.lineWidth = 3;
    for (const row of rows) name(pen, names, nameOf(row, language), row[3], row[2], colour("--map-place"), colour("--map-halo"));
    for (const [text, lon, lat] of ground.crossings) {
      pen.fillStyle = colour("--map-crossing");
      pen.fillRect(x(lon) - 3, y(lat) - 3, 6, 6);
      if (view.scale > whole() * 6) name(pen, names, text, lon, lat, colour("--map-crossing"), colour("--map-halo"));
    }
    if (spot) pin(pen, x(spot[0]), y(spot[1]), colour("--bad"), colour("--map-halo"));
  }

  function name(pen, taken, text, lon, lat, ink, halo) {
    const [left, base] = [x(lon), y(lat)];
    if (left < 0 || left > width() || base < 0 || base > height()) return;
    const box = [left - 4, base - 8, left + pen.measureText(text).width + 12, base + 8];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
    taken.push(box);
    pen.fillStyle = ink;
    pen.beginPath();
    pen.arc(left, base, 2.2, 0, 7);
    pen.fill();
    pen.strokeStyle = halo;
    pen.strokeText(text, left + 6, base + 4);
    pen.fillText(text, left + 6, base + 4);
  }

  watchFingers(canvas, { move, zoom, take });
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
    if (steps[event.key]) move(...steps[event.key]);
    else if (event.key === "+") zoom(1.6);
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "Enter") take(width() / 2, height() / 2);
    else return;
    event.preventDefault();
  });
  for (const key of box.querySelectorAll("[data-zoom]")) {
    key.addEventListener("click", () => zoom(key.dataset.zoom === "in" ? 1.8 : 1 / 1.8));
  }
  window.addEventListener("resize", draw);
  draw();
  return {
    mark(lon, lat) {
      spot = lon === null ? null : [lon, lat];
      if (spot) Object.assign(view, { lon, lat, scale: Math.max(view.scale, height() / NEAR_DEG) });
      draw();
    },
  };
}

function pin(pen, left, base, ink, halo) {
  pen.lineWidth = 3;
  pen.strokeStyle = halo;
  pen.fillStyle = ink;
  pen.beginPath();
  pen.moveTo(left, base);
  pen.arc(left, base - 16, 9, 0.8 * Math.PI, 0.2 * Math.PI);
  pen.closePath();
  pen.stroke();
  pen.fill();
}

// One finger moves, two zoom, a tap takes.
function watchFingers(canvas, { move, zoom, take }) {
  const down = new Map();
  let moved = 0;
  const point = (event) => [event.offsetX, event.offsetY];
  const spread = () => {
    const [a, b] = [...down.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, point(event));
    moved = down.size > 1 ? 99 : 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const [nowX, nowY] = point(event);
    moved += Math.abs(nowX - before[0]) + Math.abs(nowY - before[1]);
    const wide = down.size === 2 ? spread() : 0;
    down.set(event.pointerId, [nowX, nowY]);
    if (wide) {
      const [a, b] = [...down.values()];
      zoom(spread() / wide, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    } else if (moved > 6) move(nowX - before[0], nowY - before[1]);
  });
  const up = (event) => {
    if (event.type === "pointerup" && down.has(event.pointerId) && moved <= 6) take(...point(event));
    down.delete(event.pointerId);
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY);
  }, { passive: false });
}
