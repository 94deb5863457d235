// Suggests places while a name is typed, in any spelling and either alphabet. The list is fetched once and kept.
import { skeleton } from "./skeleton.js";

const MOST = 5;
const LEAST_LIKENESS = 0.5;
// The letters of Russian, Kyrgyz and Tajik: the gazetteer holds spellings of other languages too.
const KNOWN_CYRILLIC = /^[а-яёңүөғӣқӯҳҷ\s.()-]+$/i;
let fetched = null;

// Rows of [id, country, latitude, longitude, spellings], the largest places first.
export function placeRows(address) {
  fetched ||= fetch(address, { credentials: "omit" }).then((response) => response.json());
  fetched.catch(() => {
    fetched = null;
  });
  return fetched;
}

export function nameOf(row, language) {
  const isCyrillic = ["ru", "ky", "tg"].includes(language);
  return (isCyrillic && row[4].find((spelling) => KNOWN_CYRILLIC.test(spelling))) || row[4][0];
}

export function suggestions(rows, text) {
  const wanted = skeleton(text);
  if (wanted.length < 2) return [];
  return rows
    .map((row, order) => {
      const best = { row, order, likeness: 0, spelling: row[4][0] };
      for (const spelling of row[4]) {
        const found = likeness(wanted, skeleton(spelling));
        // Of equal ones that in the alphabet of who types.
        const isNearer = found > best.likeness || (found === best.likeness && sameAlphabet(text, spelling) && !sameAlphabet(text, best.spelling));
        if (isNearer) Object.assign(best, { likeness: found, spelling });
      }
      return best;
    })
    .filter((found) => found.likeness >= LEAST_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || a.order - b.order)
    .slice(0, MOST);
}

function likeness(wanted, name) {
  if (name === wanted) return 1;
  if (name.startsWith(wanted)) return 0.9 + 0.09 * (wanted.length / name.length);
  if (wanted.length > 2 && name.includes(wanted)) return 0.8;
  const beginning = pairs(name.slice(0, wanted.length + 1));
  return Math.max(dice(pairs(wanted), pairs(name)), 0.95 * dice(pairs(wanted), beginning)) * 0.9;
}

function pairs(text) {
  const padded = `^${text}`;
  return Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2));
}

function dice(first, second) {
  const rest = [...second];
  let both = 0;
  for (const pair of first) {
    const at = rest.indexOf(pair);
    if (at >= 0) {
      rest.splice(at, 1);
      both += 1;
    }
  }
  return (2 * both) / (first.length + second.length);
}

function sameAlphabet(text, spelling) {
  return /[\u0400-\u04ff]/.test(text) ? KNOWN_CYRILLIC.test(spelling) : !/[\u0400-\u04ff]/.test(spelling);
}

export function watchPlace({ field, list, select, settings }) {
  let shown = [];
  let current = -1;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", async () => {
    select.value = "";
    try {
      const rows = await placeRows(settings.addresses.places);
      shown = suggestions(rows, field.value);
    } catch {
      shown = [];
    }
    show();
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") current = Math.min(current + 1, shown.length - 1);
    else if (event.key === "ArrowUp") current = Math.max(current - 1, 0);
    else if (event.key === "Enter" && current >= 0) choose(current);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    mark();
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  select.addEventListener("change", () => {
    if (select.value) field.value = select.selectedOptions[0].textContent;
  });

  function show() {
    current = -1;
    list.replaceChildren(...shown.map((found, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.textContent = `${found.spelling}, ${settings.countries[found.row[1]] || found.row[1]}`;
      // Before the field loses the focus.
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        choose(index);
      });
      return item;
    }));
    list.hidden = shown.length === 0;
    mark();
  }

  function mark() {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === current)));
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (current >= 0 && !list.hidden) field.setAttribute("aria-activedescendant", `${list.id}-${current}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    field.value = shown[index].spelling;
    select.value = shown[index].row[0];
    close();
  }

  function close() {
    list.hidden = true;
    current = -1;
    mark();
  }
}
