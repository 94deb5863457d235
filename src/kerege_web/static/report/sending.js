// Sends what waits, one report after the other. What happens to one never holds up the others.
import { solve } from "./proof.js";

const LONGEST_MS = 90_000;
const PATIENCE_MS = 6_000;
const PAUSES_S = [3, 6, 12, 60, 300];

// Sends those that are due; with "back" also those that only waited for the network; with "all" every one that waits,
// also where the server asked for time. Gives back how many still wait.
export async function sendWaiting(queue, address, { which = "due", changed = () => {} } = {}) {
  const work = () => sendEach(queue, address, which, changed);
  if (!self.navigator.locks) return work();
  // Page and worker, or two pages, take turns. One that hangs keeps no other waiting for long: where both send the same
  // report the server knows it by its id.
  const patience = new AbortController();
  const tired = setTimeout(() => patience.abort(), PATIENCE_MS);
  let hasBegun = false;
  try {
    return await navigator.locks.request("kerege-send", { signal: patience.signal }, () => {
      hasBegun = true;
      clearTimeout(tired);
      return work();
    });
  } catch (error) {
    if (hasBegun) throw error;
    return work();
  }
}

async function sendEach(queue, address, which, changed) {
  let left = 0;
  for (const { id } of await queue.all()) {
    const report = await queue.get(id);
    if (!report || report.state === "sent" || report.state === "refused") continue;
    const isDue = which === "all" || report.nextAt <= Date.now() || (which === "back" && report.why !== "busy");
    if (!isDue) {
      left += 1;
      continue;
    }
    await queue.put({ ...report, state: "sending" });
    await changed();
    const outcome = await post(report, address);
    // Whoever deleted it meanwhile does not want to see it again, and what has arrived stays so.
    const now = await queue.get(id);
    if (now && now.state !== "sent") await queue.put({ ...report, ...outcome });
    if (outcome.state === "waiting") left += 1;
    await changed();
  }
  return left;
}

async function post(report, address, proof = {}) {
  const tries = (report.tries || 0) + 1;
  const later = (seconds, why) => ({ state: "waiting", tries, why, nextAt: Date.now() + seconds * 1000 });
  const pause = later(PAUSES_S[Math.min(tries, PAUSES_S.length) - 1], "network");
  let response;
  let answer;
  try {
    response = await fetch(address, request(report, proof));
    answer = await response.json();
  } catch {
    // No network, or something between us and the server that answered in its place.
    return pause;
  }
  if (response.ok && answer.code) {
    // Only what is needed to ask for it later stays on the phone.
    return { state: "sent", code: answer.code, sentAt: new Date().toISOString(), said: {}, photo: null, why: "" };
  }
  if (answer.refused) return { state: "refused", reason: answer.reason || "", tries };
  if (response.status === 429) {
    const solution = answer.puzzle && !proof.answer ? await solve(answer.puzzle) : null;
    if (solution) return post(report, address, { challenge: answer.puzzle.challenge, answer: solution });
    return later(Math.max(answer.wait_s || 0, 5), "busy");
  }
  return pause;
}

function request(report, proof) {
  const body = new FormData();
  const times = { written_at: report.writtenAt, clock: new Date().toISOString() };
  body.append("report", JSON.stringify({ ...report.said, ...times, ...proof, id: report.id }));
  if (report.photo) body.append("photo", new Blob([report.photo], { type: "image/jpeg" }), "photo.jpg");
  const stop = new AbortController();
  setTimeout(() => stop.abort(), LONGEST_MS);
  const headers = { "X-Kerege-Report": "1" };
  return { method: "POST", body, headers, credentials: "omit", redirect: "error", cache: "no-store", signal: stop.signal };
}
