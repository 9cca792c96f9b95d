// Search as you type: documents with these words, and names that begin so.

import { api } from "./api.js";
import { addressOf, current } from "./addresses.js";
import { announce, debounced, fill, h, icon } from "./dom.js";
import { cutter } from "./positions.js";
import { TYPES, dayOf, dateWords, formatWords, nameOf, plural } from "./words.js";

// Milliseconds after a key until the request: faster typing sends none.
const DELAY = 140;

export function createSearch(place) {
  const field = h("input", {
    id: "q", type: "search", placeholder: "Search documents and names", autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
    "aria-label": "Search documents and names",
  });
  const list = h("div", { id: "found", class: "found", role: "listbox", "aria-label": "Results", hidden: true });
  fill(place, icon("search"), field, h("kbd", { "aria-hidden": "true" }, "/"), list);
  let asking = null;
  let active = -1;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const close = () => {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const move = (by) => {
    const all = options();
    if (!all.length) return;
    active = (active + by + all.length) % all.length;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    all[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", all[active].id);
  };

  const ask = debounced(async () => {
    const q = field.value.trim();
    asking?.abort();
    if (q.length < 2) return close();
    asking = new AbortController();
    const { signal } = asking;
    const [documents, names] = await Promise.all([documentsWith(q, signal), namesWith(q, signal)].map(settled));
    if (signal.aborted) return;
    active = -1;
    fill(list, results(q, documents, names));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    announce(plural(options().length, "result"));
  }, DELAY);

  field.addEventListener("input", ask);
  field.addEventListener("focus", () => field.value.trim().length > 1 && ask());
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") {
      if (list.hidden) field.blur();
      close();
    } else if (event.key === "Enter") {
      const chosen = options()[Math.max(active, 0)];
      if (chosen) location.hash = chosen.getAttribute("href");
      close();
    } else return;
    event.preventDefault();
  });
  place.addEventListener("focusout", (event) => place.contains(event.relatedTarget) || close());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", () => setTimeout(close));
  addEventListener("hashchange", () => {
    close();
    field.value = current().parameters.q ?? "";
  });
  return { focus: () => field.select() ?? field.focus() };
}

async function settled(promise) {
  try {
    return { items: await promise };
  } catch (error) {
    return { items: [], error };
  }
}

const documentsWith = async (q, signal) => (await search({ q, limit: 8 }, signal)).items;
const namesWith = async (q, signal) => (await api.names(q, signal)).items;

// Newest documents that are searched if the API has no search.
const SEARCHED = 300;
const SEARCHED_DAYS = 30;

// Searches with the API; an API without this route lists its newest documents, of which the titles are searched.
export async function search(parameters, signal) {
  try {
    return await api.search(parameters, signal);
  } catch (error) {
    if (error.status !== 404) throw error;
  }
  const words = parameters.q.toLowerCase().split(/\s+/).filter(Boolean);
  const from = new Date(Date.now() - SEARCHED_DAYS * 86_400_000).toISOString().slice(0, 10);
  const items = [];
  for (let cursor, read = 0; read < SEARCHED; read += 100) {
    const page = await api.documents({ day: parameters.day, from: parameters.day ? "" : from, limit: 100, cursor }, signal);
    items.push(...page.items);
    cursor = page.next;
    if (!cursor) break;
  }
  const has = (item) => words.every((word) => `${item.title} ${item.short_summary} ${nameOf(item.uri)}`.toLowerCase().includes(word));
  return { items: items.filter(has).slice(0, parameters.limit) };
}

function results(q, documents, names) {
  if (documents.error && documents.error.name !== "AbortError" && names.error) {
    return h("p", { class: "nothing", role: "alert" }, documents.error.message);
  }
  if (!documents.items.length && !names.items.length) {
    return h("p", { class: "nothing" }, `No document has all of these words in its title, names or keywords: ${q}`);
  }
  return [
    names.items.length > 0 && group("Names", names.items.map(nameOption)),
    documents.items.length > 0 && group("Documents", [documents.items.map(documentOption),
      h("a", { id: "all", role: "option", "aria-selected": "false", tabindex: "-1", class: "option", href: addressOf.documents({ q }) }, h("span", { class: "what" }, `All documents with: ${q}`))]),
  ];
}

const group = (label, options) => h("div", { role: "group", "aria-label": label }, h("div", { class: "group", "aria-hidden": "true" }, label), options);

function nameOption(item, number) {
  return h("a", { id: `name-${number}`, role: "option", "aria-selected": "false", tabindex: "-1", class: "option", href: addressOf.name(item.type, item.name) },
    h("span", { class: `kind ${item.type.toLowerCase()}` }, TYPES[item.type]), h("span", { class: "what" }, item.name));
}

function documentOption(item, number) {
  const title = item.highlights?.find((highlight) => highlight.field === "title");
  const other = item.highlights?.find((highlight) => highlight.field !== "title");
  return h("a", { id: `document-${number}`, role: "option", "aria-selected": "false", tabindex: "-1", class: "option", href: addressOf.document(item.id) },
    h("span", { class: "kind" }, formatWords(item.media_type)),
    h("span", { class: "what", dir: "auto" }, title ? marked(title) : item.title ?? nameOf(item.uri),
      other && h("small", {}, marked(other))),
    item.uploaded_at && h("time", { datetime: item.uploaded_at }, dateWords(dayOf(item.uploaded_at))));
}

// Returns a text with its found words marked; the ranges are in code points.
export function marked({ text, ranges }) {
  const cut = cutter(text);
  const pieces = [];
  let at = 0;
  for (const [start, end] of ranges) {
    pieces.push(cut(at, start), h("mark", {}, cut(start, end)));
    at = end;
  }
  pieces.push(cut(at, Infinity));
  return pieces;
}

