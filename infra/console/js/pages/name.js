// A name: who mentions it, what it said, with whom it appears, and its spellings.

import { api } from "../api.js";
import { addressOf } from "../addresses.js";
import { fill, h } from "../dom.js";
import { statementList } from "../statements.js";
import { TYPES, dateWords, dayOf, nameOf, number, plural } from "../words.js";

// Documents of which the other names are counted: the newest ones. Each needs a request.
const MOST_READ = 12;

export async function namePage({ main, signal, title }, [type, key], parameters) {
  const named = { name: parameters.name, limit: 50 };
  const [mentions, statements] = await Promise.all([
    api.mentions(type, key, named, signal), api.statements(type, key, { ...named, limit: 25 }, signal),
  ]);
  const name = longest([...mentions.items, ...statements.items]) ?? key;
  title(name);
  const spellings = spellingsOf(mentions.items, name);
  const together = h("section", { class: "card", "aria-label": "Appears with" }, h("h2", {}, "Appears with"), h("p", { class: "loading" }, "Reading…"));
  fill(main, h("div", { class: "page" },
    h("header", { class: "document-heading" }, h("p", { class: "crumbs" }, h("a", { href: addressOf.documents() }, "Documents"), h("span", { "aria-hidden": "true" }, "/"), TYPES[type] ?? type),
      h("h1", { dir: "auto" }, name), h("p", { class: "facts" }, h("span", { class: `kind ${type.toLowerCase()}` }, TYPES[type] ?? type),
        h("span", {}, `${plural(mentions.items.length, "document")}${mentions.next ? " or more" : ""}`),
        h("span", {}, `${plural(statements.items.length, "statement")}${statements.next ? " or more" : ""}`))),
    h("div", { class: "columns" },
      h("div", {}, saidSection(type, key, named, statements, signal), mentionsSection(type, key, named, mentions, signal)),
      h("div", { class: "aside" }, spellings.length > 0 && h("section", { class: "card" }, h("h2", {}, "Spellings"), h("ul", { class: "chips" }, spellings.map(([spelling, count]) =>
        h("li", { class: "chip", dir: "auto" }, spelling, count > 1 && h("span", { class: "count" }, number(count)))))), together))));
  showTogether(together, type, name, mentions.items, signal);
  return {};
}

function longest(items) {
  const same = items.filter((item) => item.agreement !== "unknown");
  return (same.length ? same : items).map((item) => item.name).sort((one, other) => other.length - one.length)[0];
}

function spellingsOf(items, name) {
  const counts = new Map();
  for (const item of items) for (const form of new Set([item.name, ...item.aliases])) counts.set(form, (counts.get(form) ?? 0) + 1);
  counts.delete(name);
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 24);
}

function saidSection(type, key, named, statements, signal) {
  return h("section", { "aria-label": "What was said" }, h("h2", {}, "What was said"), statements.items.length
    ? statementList(statements, (cursor) => api.statements(type, key, { ...named, limit: 25, cursor }, signal))
    : h("p", { class: "nothing" }, "No document attributes a statement to this name."));
}

function mentionsSection(type, key, named, mentions, signal) {
  const list = h("ul", { class: "mentions" });
  const button = h("button", { type: "button", class: "button quiet" }, "Show more");
  let next = mentions.next;
  const add = (items) => list.append(...items.map(mention));
  button.addEventListener("click", async () => {
    const page = await api.mentions(type, key, { ...named, cursor: next }, signal);
    next = page.next;
    add(page.items);
    if (!next) button.remove();
  });
  add(mentions.items);
  return h("section", { "aria-label": "Documents" }, h("h2", {}, "Documents"), mentions.items.length ? list : h("p", { class: "nothing" }, "No document mentions this name."), next && button);
}

function mention(item) {
  return h("li", {}, h("a", { href: addressOf.document(item.id), dir: "auto" }, item.title ?? nameOf(item.uri)),
    h("p", { class: "facts" }, h("time", { datetime: item.uploaded_at }, dateWords(dayOf(item.published_at ?? item.uploaded_at))),
      h("span", {}, plural(item.mentions, "mention")), h("span", { dir: "auto" }, `as ${[item.name, ...item.aliases].slice(0, 3).join(", ")}`),
      item.agreement !== "same" && h("span", { class: "hint", title: "How well the names agree" }, { partly: "with fewer given names", close: "a similar spelling", unknown: "perhaps another person" }[item.agreement])));
}

async function showTogether(place, type, name, items, signal) {
  const counts = new Map();
  const read = items.slice(0, MOST_READ);
  await Promise.all(read.map(async (item) => {
    const found = await api.document(item.id, signal).catch(() => null);
    for (const entity of found?.summary?.entities ?? []) {
      if (entity.name === name || entity.name === item.name) continue;
      const known = counts.get(`${entity.type}/${entity.name}`) ?? { entity, documents: 0 };
      known.documents += 1;
      counts.set(`${entity.type}/${entity.name}`, known);
    }
  }));
  if (signal.aborted) return;
  const found = [...counts.values()].sort((one, other) => other.documents - one.documents || other.entity.salience - one.entity.salience).slice(0, 24);
  fill(place, h("h2", {}, "Appears with"), found.length ? h("ul", { class: "chips" }, found.map(({ entity, documents }) => h("li", {},
    h("a", { class: `chip ${entity.type.toLowerCase()}`, href: addressOf.name(entity.type, entity.name), dir: "auto" }, entity.name, documents > 1 && h("span", { class: "count" }, number(documents)))))) : h("p", { class: "nothing" }, "No other names."),
  items.length > MOST_READ && h("p", { class: "note" }, `In the newest ${MOST_READ} documents.`));
}
