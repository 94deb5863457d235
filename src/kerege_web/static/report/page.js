// The report page with scripts: every report goes through a queue on the phone, so that no network loses none.
// Without scripts, or where the phone cannot keep anything, the form is sent as forms always were.
import { button, line, lookForm, watchPhone } from "./phone.js";
import { openQueue } from "./queue.js";
import { sendWaiting } from "./sending.js";
import { watchSpot } from "./spot.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const { words, addresses } = settings;
const form = document.getElementById("report");
const done = document.getElementById("done");
const FIELDS = ["happening", "place", "place_id", "latitude", "longitude", "accuracy_m", "when", "day", "hurt", "text", "contact"];
const RETRY_MS = 5_000;
let photo = Promise.resolve(null);
let photoChoice = 0;
// The refused report that the form was filled from: it goes when the new one is kept.
let mended = null;

document.documentElement.classList.add("has-scripts");
const forgetSpot = watchSpot(form, settings);
watchDay();
watchPlaces();
watchPhoto();
start();

async function start() {
  let queue = null;
  try {
    queue = await openQueue();
  } catch {
    // The form is sent directly, by the browser itself.
    document.documentElement.dataset.queue = "none";
    return;
  }
  const changed = () => show().catch(() => {});
  const sendNow = async (which = "all") => {
    await sendWaiting(queue, addresses.send, { which, changed });
    await changed();
  };
  const show = watchPhone({ queue, words, addresses, sendNow, changed, mend });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(queue, sendNow, changed);
  });
  window.addEventListener("online", () => sendNow("back"));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) sendNow("due");
  });
  setInterval(() => sendNow("due"), RETRY_MS);
  await queue.choose("language", settings.language);
  await installed(changed);
  await changed();
  document.documentElement.dataset.queue = "ready";
  await sendNow("back");
}

async function take(queue, sendNow, changed) {
  const submit = form.querySelector("button.button--large");
  if (submit.getAttribute("aria-busy")) return;
  submit.setAttribute("aria-busy", "true");
  try {
    const report = await written();
    if (!report) return;
    try {
      await queue.put(report);
      if (mended) await queue.remove(mended);
      mended = null;
    } catch {
      // The phone is full or does not let us: the browser sends the form itself, and nothing is lost meanwhile.
      form.submit();
      return;
    }
    clear();
    await changed();
    await say(report, words.sending);
    askToKeep();
    await sendNow("due");
    await sayOutcome(queue, report, changed);
  } finally {
    submit.removeAttribute("aria-busy");
  }
}

async function written() {
  const data = new FormData(form);
  const said = { language: settings.language };
  for (const name of FIELDS) {
    const value = String(data.get(name) || "").trim();
    if (value) said[name] = value;
  }
  const picture = await photo;
  const wrong = document.getElementById("happening-error");
  wrong.hidden = Boolean(said.happening || said.text || picture);
  if (!wrong.hidden) {
    wrong.textContent = words.empty;
    wrong.setAttribute("role", "alert");
    form.elements.happening[0].focus();
    return null;
  }
  const chosen = form.querySelector("[name=happening]:checked + svg + span");
  return {
    id: newId(),
    state: "waiting",
    label: chosen ? chosen.textContent : "",
    writtenAt: new Date().toISOString(),
    said,
    photo: picture,
    keep: document.getElementById("keep").checked,
    tries: 0,
    nextAt: 0,
  };
}

function mend(report) {
  clear();
  mended = report.id;
  for (const [name, value] of Object.entries(report.said)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  photo = Promise.resolve(report.photo);
  document.getElementById("day-field").classList.toggle("day--open", report.said.when === "day");
  form.elements.text.focus();
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function say(report, title, ...more) {
  const heading = document.createElement("h2");
  heading.textContent = title;
  done.dataset.report = report.id;
  done.replaceChildren(heading, ...more);
  done.hidden = false;
  done.focus();
  done.scrollIntoView({ block: "start" });
}

async function sayOutcome(queue, report, changed) {
  const now = await queue.get(report.id);
  if (!now) return done.setAttribute("hidden", "");
  if (now.state === "refused") return say(report, words.refused, line("wrong", now.reason));
  if (now.state !== "sent") return say(report, words.kept, line("", now.why === "busy" ? words.busy.replace("%s", "30") : words.keptMore));
  const arrived = document.getElementById("arrived").content.cloneNode(true);
  arrived.querySelector(".code").textContent = now.code;
  const foot = document.createElement("p");
  foot.className = "row";
  foot.append(lookForm(now.code, words, addresses));
  // The code stays on the phone only if the person says so.
  if (!now.keep) {
    await queue.remove(report.id);
    const keep = button(words.keepCode, async () => {
      keep.remove();
      await queue.put({ ...now, keep: true });
      await changed();
    });
    foot.append(keep);
  }
  await changed();
  return say(report, words.sent, arrived, foot);
}

function clear() {
  form.reset();
  if (!document.getElementById("map").hidden) document.getElementById("show-map").click();
  forgetSpot();
  forgetPhoto();
  document.getElementById("day-field").classList.remove("day--open");
}

function askToKeep() {
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.ready
    .then((registration) => registration.sync && registration.sync.register("send-reports"))
    .catch(() => {});
}

function watchDay() {
  const field = document.getElementById("day-field");
  const open = () => field.classList.toggle("day--open", document.getElementById("when-day").checked);
  for (const choice of form.elements.when) choice.addEventListener("change", open);
  open();
  const now = new Date();
  form.elements.day.max = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function watchPlaces() {
  const field = document.getElementById("place");
  const parts = { field, list: document.getElementById("place-list"), select: form.elements.place_id, settings };
  const load = () => import("./places.js").then((module) => module.placeRows(addresses.places) && module).catch(() => null);
  let isWatched = false;
  field.addEventListener("focus", async () => {
    if (isWatched) return;
    isWatched = true;
    const module = await load();
    if (module) module.watchPlace(parts);
    else isWatched = false;
    if (module && field.value) field.dispatchEvent(new Event("input"));
  });
}

function watchPhoto() {
  form.elements.photo.addEventListener("change", () => {
    const [file] = form.elements.photo.files;
    if (!file) return forgetPhoto();
    photoChoice += 1;
    photo = redraw(file, photoChoice);
    return undefined;
  });
  document.getElementById("photo-forget").addEventListener("click", forgetPhoto);
}

async function redraw(file, choice) {
  const ready = document.getElementById("photo-ready");
  const wrong = document.getElementById("photo-error");
  ready.hidden = wrong.hidden = true;
  try {
    const { drawnAnew } = await import("./photo.js");
    const bytes = await drawnAnew(file, ready.querySelector("canvas"));
    if (choice !== photoChoice) return null;
    ready.querySelector("span").textContent = words.photoReady.replace("%s", String(Math.ceil(bytes.byteLength / 1000)));
    ready.hidden = false;
    return bytes;
  } catch {
    form.elements.photo.value = "";
    wrong.textContent = words.photoUnreadable;
    wrong.hidden = false;
    return null;
  }
}

function forgetPhoto() {
  photoChoice += 1;
  photo = Promise.resolve(null);
  form.elements.photo.value = "";
  document.getElementById("photo-ready").hidden = true;
  document.getElementById("photo-error").hidden = true;
}

async function installed(changed) {
  const offer = document.getElementById("install");
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.hidden = false;
    offer.onclick = () => {
      offer.hidden = true;
      event.prompt();
    };
  });
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", changed);
  // Where it cannot be registered the page works all the same, but opens only with network.
  await navigator.serviceWorker.register(addresses.worker, { scope: "/report" }).catch(() => {});
}
