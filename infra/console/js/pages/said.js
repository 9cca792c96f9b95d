// Who said what: the statements of a day by speaker, or those of one speaker.

import { api } from "../api.js";
import { addressOf } from "../addresses.js";
import { fill, h } from "../dom.js";
import { speakerOf } from "../record.js";
import { statementList } from "../statements.js";
import { TYPES, dayOf, dayWords, number, plural } from "../words.js";

// Documents of a day that are read at once; a button reads on.
const AT_ONCE = 24;

export async function saidPage(frame, parts, parameters) {
  return parts.length === 2 ? ofSpeaker(frame, parts) : ofDay(frame, parameters);
}

async function ofSpeaker({ main, signal, title }, [type, name]) {
  title(`What ${name} said`);
  const page = await api.statements(type, name, { limit: 50 }, signal);
  fill(main, h("div", { class: "page" }, h("h1", { dir: "auto" }, `What ${page.items[0]?.name ?? name} said`),
    h("p", {}, h("a", { href: addressOf.name(type, name) }, `Everything about this ${(TYPES[type] ?? "name").toLowerCase()}`)),
    page.items.length ? statementList(page, (cursor) => api.statements(type, name, { limit: 50, cursor }, signal)) : h("p", { class: "nothing" }, "No document attributes a statement to this name.")));
  return {};
}

async function ofDay({ main, signal, title }, parameters) {
  title("Who said what");
  const newest = parameters.day ? null : await api.documents({ limit: 1 }, signal);
  const day = parameters.day ?? (newest.items[0] ? dayOf(newest.items[0].uploaded_at) : new Date().toISOString().slice(0, 10));
  const picker = h("input", { type: "date", value: day, id: "day" });
  picker.addEventListener("change", () => picker.value && (location.hash = addressOf.said({ day: picker.value })));
  const shift = (by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  const groups = h("div", { class: "said-groups" });
  const foot = h("p", { class: "foot" }, "Reading…");
  fill(main, h("div", { class: "page" }, h("h1", {}, "Who said what"),
    h("div", { class: "filters" }, h("a", { class: "button quiet", href: addressOf.said({ day: shift(-1) }) }, "Day before"),
      h("label", { for: "day" }, h("span", {}, "Day"), picker), h("a", { class: "button quiet", href: addressOf.said({ day: shift(1) }) }, "Day after")),
    h("h2", { class: "day-title" }, dayWords(day)), groups, foot));
  const speakers = new Map();
  let read = 0;
  const load = async (cursor) => {
    const page = await api.documents({ day, limit: AT_ONCE, cursor }, signal);
    const found = await Promise.all(page.items.map((item) => api.document(item.id, signal).catch((error) => {
      if (error.name === "AbortError") throw error;
      return null;
    })));
    read += page.items.length;
    for (const document of found) if (document?.summary) collect(speakers, document);
    show(groups, speakers);
    const count = [...speakers.values()].reduce((sum, speaker) => sum + speaker.items.length, 0);
    fill(foot, count || page.next ? `${plural(count, "statement")} of ${plural(speakers.size, "speaker")} in ${plural(read, "document")}. `
      : h("span", {}, "Nobody is reported to have said anything in the documents of this day."),
    page.next && h("button", { type: "button", class: "button quiet", onclick: () => load(page.next) }, "Read further documents"));
  };
  await load();
  return {};
}

function collect(speakers, { id, uri, summary }) {
  const types = new Map((summary.entities ?? []).map((entity) => [entity.name, entity.type]));
  for (const attribution of summary.attributions ?? []) {
    const name = speakerOf(attribution);
    const known = speakers.get(name) ?? { name, type: types.get(name), items: [] };
    const [first] = attribution.content;
    known.items.push({
      id, uri, title: summary.title, uploaded_at: summary.source.uploaded_at, published_at: summary.published_at, name, type: types.get(name),
      speaker: attribution.speaker?.text, cue: attribution.cue?.text, outlet: attribution.outlet, quotation: attribution.quotation,
      confidence: attribution.confidence, quote: attribution.content.map((span) => span.text).join(" … "), start: first.start, end: first.end,
    });
    speakers.set(name, known);
  }
}

function show(place, speakers) {
  const ranked = [...speakers.values()].sort((one, other) => other.items.length - one.items.length);
  fill(place, ranked.map(({ name, type, items }, rank) => h("section", { class: "card speaker-card", dataset: { colour: rank % 8 } },
    h("h3", {}, h("i", { class: "swatch", "aria-hidden": "true" }), type ? h("a", { href: addressOf.name(type, name), dir: "auto" }, name) : h("span", { dir: "auto" }, name), h("span", { class: "count" }, number(items.length))),
    statementList({ items: items.slice(0, 5), next: items.length > 5 ? 5 : undefined }, async (from) => ({ items: items.slice(from) })))));
}
