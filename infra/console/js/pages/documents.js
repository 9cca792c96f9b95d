// The documents, newest first: by day, status, format and language, or those that a search found.

import { Problem, api } from "../api.js";
import { addressOf } from "../addresses.js";
import { mendingCommand } from "../commands.js";
import { announce, copyButton, fill, h, icon } from "../dom.js";
import { marked, search } from "../search.js";
import { createVirtualList } from "../virtual_list.js";
import { STATUS, dateWords, dayOf, dayWords, formatWords, languageWords, nameOf, number, plural, timeWords } from "../words.js";

// Milliseconds between two requests for new documents, while the page is visible. An unchanged answer is a 304.
const REFRESH = 4000;
const PAGE = 100;

// Days that are requested first: each day without documents costs the API a query, and a year of them takes seconds.
const RECENT_DAYS = 7;

// Rows that fill a screen: with fewer, earlier documents are requested at once.
const SCREEN = 12;

const FORMATS = [
  ["application/pdf", "PDF"],
  ["text/plain", "Text"],
  ["text/html", "Web page"],
  ["message/rfc822", "E-mail"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation", "Slides"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Spreadsheet"],
  ["image/*", "Picture"],
  ["application/zip", "Archive"],
];
const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ar", "ru", "zh", "ja"];

// Heights of rows in pixels, which style/lists.css has too: of a day, of a document and of a failure.
const HEIGHTS = { wide: [52, 108, 148], narrow: [52, 150, 252] };

export async function documentsPage({ main, signal, title }, _, parameters) {
  title("Documents");
  const state = { parameters, next: null, day: null, done: false, period: {} };
  const list = createVirtualList({ label: "Documents", rowOf: row, heightOf, more: () => more(state, list, signal, foot) });
  const foot = h("p", { class: "foot", role: "status" }, "Loading the documents…");
  const overview = h("section", { class: "overview", "aria-label": "The last seven days" });
  const filters = h("form", { class: "filters", "aria-label": "Filter the documents" });
  const empty = h("div", {});
  fill(main, h("div", { class: "page" },
    h("div", { class: "heading" }, h("h1", {}, parameters.q ? `Found: ${parameters.q}` : "Documents"), overview),
    filters, list.element, empty, foot));
  list.watch(signal);
  // Room for the first rows, so that nothing below moves when they arrive.
  list.element.classList.add("waiting");

  const load = async () => {
    fillFilters(filters, state.parameters);
    state.period = recent(state.parameters);
    const first = await pageOf(state, null, signal);
    Object.assign(state, { next: first.next, day: null, first: first.items });
    state.done = !state.next && !state.period.from;
    list.element.classList.remove("waiting");
    list.set(withDays(first.items, state));
    end(state, foot, list);
    while (!state.done && list.items.length < SCREEN && !signal.aborted) await more(state, list, signal, foot);
    fill(empty, list.items.length || !state.done ? null : nothing(state.parameters));
    end(state, foot, list);
  };
  await load();
  showOverview(overview, signal);
  filters.addEventListener("change", () => {
    location.hash = addressOf.documents({ ...Object.fromEntries(new FormData(filters)), q: state.parameters.q });
  });
  filters.addEventListener("submit", (event) => event.preventDefault());

  const timer = setInterval(() => refresh(state, list, load, signal), REFRESH);
  signal.addEventListener("abort", () => clearInterval(timer));
  return {
    keys: { j: () => list.move(1), k: () => list.move(-1) },
  };
}

// The period that is requested first; it is empty for a list that needs only one query.
function recent({ q, status, day }) {
  if (q || day || (status && status !== "SUMMARIZED")) return {};
  return { from: daysBefore(Date.now(), RECENT_DAYS - 1) };
}

const daysBefore = (time, days) => new Date(time - days * 86_400_000).toISOString().slice(0, 10);

async function pageOf({ parameters, period }, cursor, signal) {
  const { q, status, day, media_type, language } = parameters;
  if (q) return search({ q, day, limit: 50, cursor }, signal);
  if (status === "FAILED" && !media_type && !language) return api.failures({ day, limit: PAGE, cursor }, signal);
  return api.documents({ status, day, ...period, media_type, language, limit: PAGE, cursor }, signal);
}

async function more(state, list, signal, foot) {
  if (state.done) return;
  try {
    if (!state.next) state.period = { to: daysBefore(Date.parse(state.period.from), 1) };
    const page = await pageOf(state, state.next, signal);
    state.next = page.next;
    state.done = !page.next && !state.period.from;
    list.extend(withDays(page.items, state));
    end(state, foot, list);
  } catch (error) {
    if (error.name === "AbortError") return;
    state.done = true;
    fill(foot, `${error.message} `, h("button", { type: "button", class: "button quiet", onclick: () => {
      state.done = false;
      more(state, list, signal, foot);
    } }, "Load more"));
  }
}

// Puts a heading before the first document of each day. Results of a search are by relevance, without days.
function withDays(items, state) {
  if (state.parameters.q) return items;
  const rows = [];
  for (const item of items) {
    const day = dayOf(timeIn(item, state.parameters));
    if (day !== state.day) rows.push({ heading: day });
    state.day = day;
    rows.push(item);
  }
  return rows;
}

const timeIn = (item, { status }) => (status && status !== "SUMMARIZED" ? item.updated_at : item.uploaded_at ?? item.updated_at);

function end(state, foot, list) {
  const count = list.items.filter((item) => !item.heading).length;
  fill(foot, state.done ? count > 10 && plural(count, "document") : "Loading more…");
}

// New or changed documents replace the list if its start is visible; otherwise a button offers them.
async function refresh(state, list, load, signal) {
  if (document.hidden || signal.aborted || state.parameters.q || scrollY > 400) return;
  try {
    const page = await pageOf({ parameters: state.parameters, period: recent(state.parameters) }, null, signal);
    const same = JSON.stringify(page.items) === JSON.stringify(state.first);
    if (!same && !signal.aborted && !list.element.contains(document.activeElement)) {
      const known = new Set(state.first.map((item) => item.id));
      const added = page.items.filter((item) => !known.has(item.id)).length;
      await load();
      if (added) announce(plural(added, "new document"));
    }
  } catch (error) {
    // The next request can succeed; opening a document reports a lasting fault.
    if (!(error instanceof Problem) && error.name !== "AbortError") throw error;
  }
}

function heightOf(item) {
  const [day, document, failure] = innerWidth < 700 ? HEIGHTS.narrow : HEIGHTS.wide;
  if (item.heading) return day;
  return item.status === "FAILED" ? failure : document;
}

function row(item) {
  if (item.heading) {
    return h("div", { class: "row day", role: "listitem" }, h("h2", {}, dayWords(item.heading)),
      h("time", { datetime: item.heading }, dateWords(item.heading)));
  }
  return item.status === "FAILED" ? failedRow(item) : documentRow(item);
}

function documentRow(item) {
  const found = (field) => item.highlights?.find((highlight) => highlight.field === field);
  const name = item.title ?? nameOf(item.uri);
  return h("div", { class: "row document", role: "listitem" },
    h("h3", {}, h("a", { href: addressOf.document(item.id), dir: "auto" }, found("title") ? marked(found("title")) : name)),
    h("p", { class: "short", dir: "auto" }, found("short_summary") ? marked(found("short_summary")) : item.short_summary ?? statusWords(item)),
    h("p", { class: "facts" }, h("span", { class: "kind" }, formatWords(item.media_type)),
      item.status !== "SUMMARIZED" && h("span", { class: `status ${item.status.toLowerCase()}` }, STATUS[item.status]),
      item.language && h("span", {}, languageWords(item.language)), item.words !== undefined && h("span", {}, plural(item.words, "word")),
      item.uploaded_at && h("time", { datetime: item.uploaded_at }, timeWords(item.uploaded_at)),
      h("span", { class: "key", dir: "auto" }, nameOf(item.uri)),
      ["keywords", "entities"].map(found).filter(Boolean).map((highlight) => h("span", { class: "hit" }, marked(highlight)))));
}

function statusWords(item) {
  return { PROCESSING: "It is being read.", DELETED: "The file was deleted." }[item.status] ?? "";
}

function failedRow(item) {
  const command = mendingCommand(item);
  return h("div", { class: "row failed", role: "listitem" },
    h("h3", {}, icon("warning"), h("a", { href: addressOf.document(item.id), dir: "auto" }, item.title ?? nameOf(item.uri))),
    h("p", { class: "message" }, item.message ?? ""), h("p", { class: "advice" }, item.advice ?? ""),
    h("p", { class: "mend" }, h("code", { tabindex: "0" }, command), copyButton(command, "Copy the command")),
    h("p", { class: "facts" }, h("span", { class: "status failed" }, item.code ?? "failed"),
      h("time", { datetime: item.updated_at }, timeWords(item.updated_at)),
      item.attempts !== undefined && h("span", {}, plural(item.attempts, "attempt")),
      item.has_summary && h("span", {}, "An earlier version is readable")));
}

function fillFilters(form, parameters) {
  const select = (name, label, options) => h("label", {}, h("span", {}, label), h("select", { name },
    h("option", { value: "" }, "All"), options.map(([value, words]) => h("option", { value, selected: parameters[name] === value }, words))));
  const active = ["status", "media_type", "language", "day"].some((name) => parameters[name]) || parameters.q;
  fill(form,
    !parameters.q && select("status", "Status", Object.entries(STATUS)),
    !parameters.q && select("media_type", "Format", FORMATS),
    !parameters.q && select("language", "Language", LANGUAGES.map((code) => [code, languageWords(code)])),
    h("label", {}, h("span", {}, "Day"), h("input", { type: "date", name: "day", value: parameters.day ?? "" })),
    active && h("a", { class: "button quiet", href: addressOf.documents() }, "Show all"));
}

function nothing(parameters) {
  if (parameters.q) {
    return h("section", { class: "empty" }, icon("search"), h("h2", {}, "Nothing found"),
      h("p", {}, "A document must have all words in its title, names or keywords. Try fewer words, or the beginning of a name."));
  }
  if (parameters.status === "FAILED") {
    return h("section", { class: "empty" }, h("h2", {}, "Nothing failed"), h("p", {}, "Every upload was read."));
  }
  if (parameters.status || parameters.day || parameters.media_type || parameters.language) {
    return h("section", { class: "empty" }, h("h2", {}, "No document matches"), h("p", {}, h("a", { href: addressOf.documents() }, "Show all documents")));
  }
  return h("section", { class: "empty" }, icon("upload"), h("h2", {}, "No documents yet"),
    h("p", {}, "Drop files anywhere on this page. Nutgraf reads them, and their summaries appear here within seconds."));
}

// Bars for the last seven days; each day is a link.
async function showOverview(place, signal) {
  let stats;
  try {
    stats = await api.stats(signal);
  } catch (error) {
    if (error.name !== "AbortError") place.remove();
    return;
  }
  const days = [...stats.days].reverse();
  const most = Math.max(1, ...days.map(({ counts }) => counts.SUMMARIZED + counts.FAILED + counts.PROCESSING));
  const failed = days.reduce((sum, { counts }) => sum + counts.FAILED, 0);
  const bar = ({ day, counts }) => {
    const words = `${dayWords(day)}: ${number(counts.SUMMARIZED)} summarized, ${number(counts.FAILED)} failed, ${number(counts.PROCESSING)} in progress`;
    const part = (status, count) => count > 0 && h("i", { class: status, style: { height: `${(100 * count) / most}%` } });
    return h("a", { href: addressOf.documents({ day }), title: words }, h("span", { class: "bar-of-day", "aria-hidden": "true" },
      part("failed", counts.FAILED), part("processing", counts.PROCESSING), part("summarized", counts.SUMMARIZED)),
      h("span", { class: "label" }, String(Number(day.slice(8)))), h("span", { class: "unseen" }, words));
  };
  fill(place, h("div", { class: "days" }, days.map(bar)),
    failed > 0 && h("a", { class: "failures", href: addressOf.documents({ status: "FAILED" }) }, icon("warning"), `${number(failed)} failed`));
}

