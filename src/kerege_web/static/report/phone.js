// The list of reports on this phone: what became of each, send, save to a file, delete.
export function watchPhone({ queue, words, addresses, sendNow, changed, mend }) {
  const section = document.getElementById("phone");
  const list = document.getElementById("phone-list");
  const send = document.getElementById("phone-send");
  send.addEventListener("click", () => sendNow());
  document.getElementById("phone-save").addEventListener("click", async () => {
    const text = JSON.stringify({ saved_at: new Date().toISOString(), reports: (await queue.all()).map(plain) }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${words.fileName}-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });

  return async function show() {
    const reports = await queue.all();
    section.hidden = reports.length === 0;
    send.hidden = !reports.some((report) => report.state === "waiting");
    list.replaceChildren(...reports.map(row));
  };

  function row(report) {
    const item = document.createElement("li");
    item.dataset.state = report.state;
    const what = [report.label, report.said.place, report.said.text].filter(Boolean).join(" · ").slice(0, 90);
    item.append(line("phone__state", stateWords(report)));
    item.append(line("help", timeWords(report.writtenAt)));
    if (what) item.append(line("phone__what", what));
    if (report.reason) item.append(line("wrong", report.reason));
    if (report.state === "sent") {
      item.append(line("help", words.code), line("code", report.code), codeButtons(report));
    } else {
      const buttons = document.createElement("p");
      buttons.className = "row";
      if (report.state === "refused") buttons.append(button(words.mend, () => mend(report)));
      buttons.append(button(words.delete, async () => {
        if (!window.confirm(words.reallyDelete)) return;
        await queue.remove(report.id);
        await changed();
      }));
      item.append(buttons);
    }
    return item;
  }

  function stateWords(report) {
    if (report.state !== "waiting") return words[report.state];
    const seconds = Math.max(1, Math.round((report.nextAt - Date.now()) / 1000));
    return report.why === "busy" ? words.busy.replace("%s", String(seconds)) : words.waiting;
  }

  function codeButtons(report) {
    const buttons = document.createElement("p");
    buttons.className = "row";
    buttons.append(lookForm(report.code, words, addresses));
    if (!report.keep) {
      buttons.append(button(words.keepCode, async () => {
        await queue.put({ ...report, keep: true });
        await changed();
      }));
    }
    buttons.append(button(words.forgetCode, async () => {
      await queue.remove(report.id);
      await changed();
    }));
    return buttons;
  }
}

// The code is sent in the body, never in an address.
export function lookForm(code, words, addresses) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = addresses.receipt;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "code";
  field.value = code;
  const submit = button(words.look, null);
  submit.type = "submit";
  form.append(field, submit);
  return form;
}

export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--quiet";
  made.textContent = text;
  if (act) made.addEventListener("click", act);
  return made;
}

export function line(name, text) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}

function timeWords(moment) {
  const { lang } = document.documentElement;
  const how = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return new Date(moment).toLocaleString(lang === "en" ? "en-GB" : lang, how);
}

function plain(report) {
  const bytes = report.photo ? new Uint8Array(report.photo) : null;
  const letters = bytes && Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return {
    id: report.id,
    state: report.state,
    written_at: report.writtenAt,
    reason: report.reason || "",
    code: report.code || "",
    said: report.said,
    photo_jpeg_base64: letters ? btoa(letters) : "",
  };
}
