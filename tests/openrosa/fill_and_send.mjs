// An independent client: ODK's own form engine reads the list, loads the form, fills it in and sends it.
//     node fill_and_send.mjs PACKAGES BASE PASSWORD     prints what it saw as one JSON object
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, base, password] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(packages, "_.cjs")));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!doctype html>", { url: "http://127.0.0.1/" });
for (const name of ["DOMParser", "XMLSerializer", "Document", "Element", "Node", "XPathResult", "XMLDocument", "Attr", "Text",
  "CDATASection", "Comment", "ProcessingInstruction", "DocumentFragment", "HTMLElement", "NodeFilter"]) {
  globalThis[name] = window[name];
}
globalThis.document = window.document;
// The engine's parser of XPath is WebAssembly whose loader looks for these two.
globalThis.__dirname = packages;
globalThis.require = require;
const engine = await import(pathToFileURL(join(packages, "@getodk/xforms-engine/dist/index.js")));

const headers = { "Accept-Language": "ru", "X-OpenRosa-Version": "1.0" };
if (password) headers.Authorization = `Basic ${Buffer.from(`phone:${password}`).toString("base64")}`;

async function ask(address, options = {}) {
  const answer = await fetch(address, { redirect: "error", ...options, headers });
  return { status: answer.status, headers: answer.headers, content: Buffer.from(await answer.arrayBuffer()) };
}

function xml(content) {
  return new window.DOMParser().parseFromString(content.toString("utf8"), "text/xml");
}

function part(element, name) {
  return element.getElementsByTagName(name)[0]?.textContent ?? "";
}

const list = await ask(`${base}/formList`);
const entry = xml(list.content).getElementsByTagName("xform")[0];
const form = await ask(part(entry, "downloadUrl"));

const loaded = await engine.loadForm(form.content.toString("utf8"));
if (loaded.status === "failure") throw loaded.error;
const instance = loaded.createInstance();
const root = instance.root;

const questions = new Map(root.currentState.children.map((node) => [node.currentState.reference.split("/").at(-1), node]));
const labels = () => questions.get("kind").currentState.label?.asString;
const seen = {};
for (const language of root.languages) {
  root.setLanguage(language);
  seen[language.language] = labels();
}
questions.get("kind").selectValue("fight");
questions.get("text").setValue("Стычка у канала <b>& шлюза</b>");
questions.get("place").setValue("Северный мост");
questions.get("position").setValue({ latitude: 40.05, longitude: 70.8, altitude: 900, accuracy: 25 });
const hidden = questions.get("injured").currentState.relevant;
questions.get("hurt").selectValue("yes");
const shown = questions.get("injured").currentState.relevant;
questions.get("injured").setValue(3n);
questions.get("topics").selectValues(["minor"]);
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
questions.get("photo").setValue(new File([picture], "bridge.png", { type: "image/png" }));

const payload = await root.prepareInstancePayload();
const body = payload.data[0];
const names = [...body.keys()];
const probe = await ask(`${base}/submission?deviceID=engine:1`, { method: "HEAD" });
const send = async () => {
  const copy = new FormData();
  for (const [name, value] of body.entries()) copy.append(name, value, value.name);
  return ask(`${base}/submission?deviceID=engine:1`, { method: "POST", body: copy });
};
const first = await send();
const again = await send();

console.log(JSON.stringify({
  list: { status: list.status, version: list.headers.get("x-openrosa-version"), type: list.headers.get("content-type"),
    date: list.headers.get("date") !== null, form: part(entry, "formID"), name: part(entry, "name") },
  hash_fits: part(entry, "hash") === `md5:${createHash("md5").update(form.content).digest("hex")}`,
  languages: seen, hidden, shown, status: payload.status, violations: payload.violations?.length ?? 0, names,
  probe: { status: probe.status, length: probe.headers.get("x-openrosa-accept-content-length") },
  first: { status: first.status, message: part(xml(first.content), "message") },
  again: { status: again.status, message: part(xml(again.content), "message") },
}));
process.exit(0);
