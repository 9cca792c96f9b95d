// The record of a document: everything that its row says, each statement with its places in the text.

import { addressOf } from "./addresses.js";
import { h, icon } from "./dom.js";
import { COLOURS } from "./highlights.js";
import { TYPES, confidenceWords, dateWords, languageWords, number, plural, sizeWords } from "./words.js";

// Statements and names of a section that are shown before "Show all".
const FEW_STATEMENTS = 12;
const FEW_NAMES = 16;

const spanOf = (span) => [span.start, span.end];

// Numbers the speakers by the number of their statements; the first ones have colours of their own.
export function coloursOf(attributions) {
  const counts = new Map();
  for (const attribution of attributions) counts.set(speakerOf(attribution), (counts.get(speakerOf(attribution)) ?? 0) + 1);
  const ranked = [...counts].sort((one, other) => other[1] - one[1]).map(([speaker]) => speaker);
  return new Map(ranked.map((speaker, rank) => [speaker, rank % COLOURS]));
}

export const speakerOf = (attribution) => attribution.entity ?? attribution.speaker?.text ?? "Unnamed";

// Returns the sections. `cite({places, label, colour}, ...content)` returns a button that shows these places.
export function recordSections(summary, cite, colours) {
  const { summary: written, key_points: points, attributions = [], entities = [], timeline = [] } = summary;
  return [
    section("summary", "Summary", null, summarySentences(written, cite), written.method === "abstractive" &&
      h("p", { class: "note" }, `Written by ${written.model}. Each sentence shows the sentences that it is based on.`)),
    points.length > 0 && section("points", "Key points", points.length, h("ol", { class: "points" }, points.map((point) => h("li", {},
      cite({ places: [[spanOf(point.span)]], label: "Key point" }, h("span", { dir: "auto" }, point.span.text)))))),
    attributions.length > 0 && section("said", "Who said what", attributions.length, statements(attributions, entities, cite, colours)),
    entities.length > 0 && section("names", "Names", entities.length, names(entities, cite)),
    timeline.length > 0 && section("dates", "Dates", timeline.length, h("ul", { class: "dates" }, timeline.map((entry) => h("li", {},
      cite({ places: [[spanOf(entry.span)]], around: spanOf(entry.sentence), label: dateWords(entry.date) },
        h("time", { datetime: entry.date }, dateWords(entry.date)), h("span", { class: "as-written", dir: "auto" }, entry.sentence.text)))))),
    summary.keywords?.length > 0 && section("keywords", "Keywords", null, h("ul", { class: "chips" }, summary.keywords.map((keyword) =>
      h("li", {}, h("a", { class: "chip", href: addressOf.documents({ q: keyword }), dir: "auto" }, keyword))))),
    warnings(summary),
    section("file", "About the file", null, facts(summary)),
  ];
}

function section(id, title, count, ...content) {
  return h("section", { class: `part ${id}`, id: `part-${id}`, "aria-labelledby": `title-${id}` },
    h("h2", { id: `title-${id}` }, title, count ? h("span", { class: "count" }, number(count)) : null), content);
}

function summarySentences(written, cite) {
  const sentences = written.sentences?.length ? written.sentences : written.evidence.map((span, position) => ({ text: span.text, evidence: [position] }));
  return h("div", { class: "sentences" }, sentences.map((sentence) => cite(
    { places: [(sentence.pieces ?? sentence.evidence.map((position) => written.evidence[position]).filter(Boolean)).map(spanOf)], label: "Summary" },
    h("span", { dir: "auto" }, sentence.text))));
}

function statements(attributions, entities, cite, colours) {
  const types = new Map(entities.map((entity) => [entity.name, entity.type]));
  const bySpeaker = new Map();
  for (const attribution of attributions) {
    const speaker = speakerOf(attribution);
    bySpeaker.set(speaker, [...(bySpeaker.get(speaker) ?? []), attribution]);
  }
  const groups = [...bySpeaker].sort((one, other) => other[1].length - one[1].length);
  return groups.map(([speaker, said]) => h("div", { class: "speaker-group", dataset: { colour: colours.get(speaker) } },
    h("h3", {}, h("i", { class: "swatch", "aria-hidden": "true" }),
      types.has(speaker) ? h("a", { href: addressOf.name(types.get(speaker), speaker), dir: "auto" }, speaker) : h("span", { dir: "auto" }, speaker),
      h("span", { class: "count" }, number(said.length))),
    folded(said.map((attribution) => statement(attribution, cite, colours.get(speaker))), FEW_STATEMENTS)));
}

function statement(attribution, cite, colour) {
  const { content, confidence, quotation, outlet, turn } = attribution;
  const words = content.map((span) => span.text).join(" … ");
  const how = turn ? "in a turn" : quotation === "direct" ? "quoted" : "reported";
  return h("li", {}, cite({ places: [content.map(spanOf)], label: `${speakerOf(attribution)}, ${how}`, colour },
    h("span", { class: `words ${quotation}`, dir: "auto" }, words),
    h("span", { class: "how" }, how, outlet && ` · by ${outlet}`,
      confidence !== undefined && [" · ", h("span", { class: "confidence", title: `Confidence ${Math.round(100 * confidence)} %` },
        h("i", { class: "meter", "aria-hidden": "true" }, h("b", { style: { width: `${Math.round(100 * confidence)}%` } })),
        `${Math.round(100 * confidence)} %, ${confidenceWords(confidence)}`)])));
}

function names(entities, cite) {
  return Object.entries(TYPES).map(([type, word]) => {
    const of = entities.filter((entity) => entity.type === type);
    if (!of.length) return null;
    const plurals = { PERSON: "People", ORGANIZATION: "Organizations", LOCATION: "Places" };
    return [h("h3", { class: "of-type" }, plurals[type] ?? word), folded(of.map((entity) => h("li", { class: "name" },
      cite({ places: entity.mentions.map((span) => [spanOf(span)]), label: entity.name },
        h("span", { class: "what", dir: "auto" }, entity.name), h("span", { class: "count" }, number(entity.mentions.length)),
        entity.aliases.length > 0 && h("small", { dir: "auto" }, entity.aliases.slice(0, 4).join(", "))),
      h("a", { class: "open", href: addressOf.name(type, entity.name), "aria-label": `${entity.name} in all documents`, title: "In all documents" }, icon("next")))), FEW_NAMES)];
  });
}

// A list of which the first items are shown, with a button for the others.
function folded(items, few) {
  const list = h("ul", { class: "items" }, items.slice(0, few));
  if (items.length <= few) return list;
  const button = h("button", { type: "button", class: "button quiet", onclick: () => {
    const [first] = items.slice(few);
    list.append(...items.slice(few));
    button.remove();
    first.querySelector("button, a")?.focus();
  } }, `Show all ${number(items.length)}`);
  return [list, button];
}

function warnings(summary) {
  const found = summary.provenance.warnings ?? [];
  const unread = (summary.parts ?? []).filter((part) => part.code);
  if (!found.length && !unread.length) return null;
  return section("warnings", "Please note", null, h("ul", { class: "warnings" },
    found.map((warning) => h("li", { title: warning.code }, icon("warning"), h("span", { dir: "auto" }, warning.message))),
    unread.map((part) => h("li", { title: part.code }, icon("warning"), h("span", { dir: "auto" }, `${part.name}: ${part.message ?? part.code}`)))));
}

function facts(summary) {
  const { source, statistics, provenance } = summary;
  const rows = [
    ["File", source.key], ["Format", source.media_type], ["Size", sizeWords(source.size)],
    ["Uploaded", source.uploaded_at], ["Language", summary.language && languageWords(summary.language)],
    ["Publisher", summary.publisher], ["Recipients", summary.recipients], ["Dateline", summary.dateline], ["Rights", summary.rights],
    ["Length", [plural(statistics.words, "word"), plural(statistics.sentences, "sentence"), statistics.pages && plural(statistics.pages, "page")].filter(Boolean).join(", ")],
    ["Read by", provenance.parser], ["Pipeline", provenance.pipeline_version], ["SHA-256", source.sha256],
  ];
  return h("dl", { class: "facts-list" }, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", { dir: "auto" }, value)]));
}
