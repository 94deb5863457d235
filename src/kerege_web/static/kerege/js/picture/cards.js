// What a click on the map tells. Text is set as text, never as markup.

const MOST = 8;

function node(name, text, attributes = {}) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function card(...parts) {
  const element = node("div", "", { class: "popup stack--tight" });
  element.append(...parts.filter(Boolean));
  return element;
}

// Incidents that lie on one another are all named.
export function incidentsCard(features, words) {
  const known = new Set();
  const single = features.filter(({ properties }) => !known.has(properties.id) && known.add(properties.id));
  const parts = single.slice(0, MOST).map(({ properties }) => {
    const item = node("div");
    const title = node("h3");
    title.append(node("a", properties.title, { href: properties.url }));
    item.append(title, node("p", properties.when), node("p", properties.severity_words), node("p", properties.where));
    return item;
  });
  const more = single.length - MOST;
  return card(...parts, more > 0 ? node("p", words.andMore.replace("%s", String(more))) : null);
}

export function crossingCard({ properties }, words) {
  return card(node("h3", properties.name), node("p", properties.kind), node("p", properties.facts || words.notKnown));
}

export function sectionCard({ properties }, words) {
  const link = properties.url ? node("a", words.incidentsHere, { href: properties.url }) : null;
  return card(
    node("h3", properties.name),
    node("p", properties.level_words),
    properties.signal_words ? node("p", properties.signal_words) : null,
    node("p", properties.status_words),
    node("p", properties.source_words, { class: "faint" }),
    link,
  );
}
