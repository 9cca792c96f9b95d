// A document: its text or its pages on the left, the record on the right. What is chosen in one is shown in the other.

import { api } from "../api.js";
import { addressOf, replaceParameters } from "../addresses.js";
import { mendingCommand } from "../commands.js";
import { announce, copyButton, fill, h, icon } from "../dom.js";
import { clearMarks } from "../highlights.js";
import { canShow } from "../page_view.js";
import { coloursOf, recordSections, speakerOf } from "../record.js";
import { createReader } from "../reader.js";
import { STATUS, dateWords, formatWords, languageWords, nameOf, plural } from "../words.js";

// Milliseconds between two requests for a document that is in progress.
const POLL = 1500;

export async function documentPage(frame, [id], parameters) {
  const { main, signal, title } = frame;
  const text = api.text(id, { layout: "true" }, signal).then((part) => ({ part }), (error) => ({ error }));
  const found = await api.document(id, signal);
  if (!found.summary) return withoutSummary(frame, found);
  const { part, error } = await text;
  if (error) throw error;
  const { summary } = found;
  const name = summary.title ?? nameOf(found.uri);
  title(name);
  signal.addEventListener("abort", clearMarks);

  const colours = coloursOf(summary.attributions ?? []);
  const reader = createReader({ id, part, colourOf: colourFinder(summary, colours), signal, mediaType: summary.source.media_type });
  const chooser = createChooser(reader, signal);
  const record = h("aside", { class: "record", "aria-label": "Record" }, recordSections(summary, chooser.cite, colours));
  const tabs = switcher(reader, chooser, summary, parameters);
  const body = h("div", { class: "document-body", dataset: { side: parameters.at ? "text" : "record" } },
    h("div", { class: "reading" }, tabs, reader.element, chooser.bar), record);
  fill(main, h("article", { class: "document-page" }, heading(found, summary, name), sides(body), body));
  chooser.sideOf(body);
  reader.showSaid(saidSpans(summary, colours));
  reader.onChoose((position) => chooser.chooseAt(position));
  if (parameters.view === "pages" && canShow(summary.source.media_type)) await tabs.show("pages");
  chooser.follow(parameters.at);
  return {
    change: (changed) => chooser.follow(changed.at) ?? true,
    keys: {
      j: () => chooser.step(1), k: () => chooser.step(-1), n: () => chooser.turn(1), p: () => chooser.turn(-1),
      t: () => tabs.toggle(), Escape: () => chooser.clear(),
    },
  };
}

function colourFinder(summary, colours) {
  // The label of a turn has the speaker as written, which an entity may complete.
  const entities = summary.entities ?? [];
  return (speaker) => colours.get(speaker) ?? colours.get(entities.find((entity) => entity.aliases.includes(speaker))?.name);
}

function saidSpans(summary, colours) {
  return (summary.attributions ?? []).filter((attribution) => !attribution.turn).flatMap((attribution) =>
    attribution.content.map((span) => [span.start, span.end, colours.get(speakerOf(attribution))]));
}

function heading(found, summary, name) {
  const by = [summary.byline, summary.publisher].filter(Boolean).join(" · ");
  return h("header", { class: "document-heading" },
    h("p", { class: "crumbs" }, h("a", { href: addressOf.documents() }, "Documents"), h("span", { "aria-hidden": "true" }, "/"), h("span", { dir: "auto" }, nameOf(found.uri))),
    h("h1", { dir: "auto" }, name), summary.standfirst && h("p", { class: "standfirst", dir: "auto" }, summary.standfirst),
    h("p", { class: "facts" }, h("span", { class: "kind" }, formatWords(summary.source.media_type)),
      found.status !== "SUMMARIZED" && h("span", { class: `status ${found.status.toLowerCase()}` }, newerWords(found)),
      by && h("span", { dir: "auto" }, by), summary.published_at && h("time", { datetime: summary.published_at }, dateWords(summary.published_at)),
      summary.language && h("span", {}, languageWords(summary.language)), h("span", {}, plural(summary.statistics.words, "word")),
      h("span", { class: "actions" }, originalButton(found.id), linkButton())));
}

const newerWords = (found) => ({ PROCESSING: "A newer version is in progress", FAILED: "A newer version failed" }[found.status] ?? STATUS[found.status]);

function originalButton(id) {
  const button = h("button", { type: "button", class: "button quiet" }, icon("file"), "Original");
  button.addEventListener("click", async () => {
    try {
      const { url, name } = await api.original(id, "attachment");
      h("a", { href: url, download: name, rel: "noreferrer" }).click();
    } catch (error) {
      announce(error.message);
      button.replaceWith(h("span", { role: "alert" }, error.message));
    }
  });
  return button;
}

function linkButton() {
  const button = h("button", { type: "button", class: "button quiet" }, icon("link"), h("span", {}, "Copy link"));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href).then(() => announce("The link is copied."), () => announce("The browser does not permit copying."));
    button.lastChild.textContent = "Copied";
    setTimeout(() => (button.lastChild.textContent = "Copy link"), 1500);
  });
  return button;
}

// On narrow screens, the record and the text are beside each other: this chooses which one is shown.
function sides(body) {
  const buttons = [["record", "Record"], ["text", "Text"]].map(([side, words]) => h("button", {
    type: "button", "aria-pressed": String(body.dataset.side === side), dataset: { side }, onclick: () => set(side) }, words));
  const set = (side) => {
    body.dataset.side = side;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.side === side));
  };
  body.setSide = set;
  return h("div", { class: "sides", role: "group", "aria-label": "Shown" }, buttons);
}

// The choice between the text and the pages, for documents whose pages a browser can draw.
function switcher(reader, chooser, summary, parameters) {
  if (!canShow(summary.source.media_type)) return Object.assign(h("div", { hidden: true }), { toggle() {}, async show() {} });
  const button = (view, words) => h("button", { type: "button", "aria-pressed": "false", dataset: { view }, onclick: () => show(view) }, words);
  const buttons = [button("text", "Text"), button("pages", summary.source.media_type === "application/pdf" ? "Pages" : "Picture")];
  const element = h("div", { class: "views", role: "group", "aria-label": "View" }, buttons);
  const show = async (view) => {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.view === view));
    replaceParameters({ view: view === "pages" ? "pages" : "" });
    await reader.view(view);
    chooser.show();
  };
  buttons[0].setAttribute("aria-pressed", String(parameters.view !== "pages"));
  return Object.assign(element, { show, toggle: () => show(reader.shown === "pages" ? "text" : "pages") });
}

// The chosen statement: its places in the text, one of which is shown.
function createChooser(reader, signal) {
  const cites = [];
  let chosen = null;
  let index = 0;
  let body = null;
  const words = h("span", { class: "what", dir: "auto" });
  const button = (name, label, act) => h("button", { type: "button", class: "tool", "aria-label": label, onclick: act }, icon(name));
  const turns = h("span", { class: "turns" }, button("previous", "Previous place (p)", () => turn(-1)), h("span", { class: "of" }), button("next", "Next place (n)", () => turn(1)));
  const bar = h("div", { class: "chosen", hidden: true, role: "region", "aria-label": "Chosen" },
    h("button", { type: "button", class: "button quiet back", onclick: () => body?.setSide("record") }, "Back to the record"), words, turns, button("close", "Clear the selection (Esc)", () => clear()));

  function cite(of, ...content) {
    const element = h("button", { type: "button", class: "cite", "aria-pressed": "false", dataset: of.colour === undefined ? {} : { colour: of.colour } }, content);
    const entry = { ...of, element };
    let hovering;
    element.addEventListener("click", () => choose(entry));
    element.addEventListener("mouseenter", () => {
      reader.hover(of.places.flat());
      hovering = setTimeout(() => chosen || reader.reveal(of.places[0], false), 180);
    });
    element.addEventListener("mouseleave", () => {
      clearTimeout(hovering);
      reader.hover([]);
    });
    cites.push(entry);
    return element;
  }

  function choose(entry, at = 0, address = true) {
    chosen?.element?.setAttribute("aria-pressed", "false");
    chosen = entry;
    index = at;
    entry.element?.setAttribute("aria-pressed", "true");
    if (address) replaceParameters({ at: entry.places[index][0].slice(0, 2).join("-") });
    body?.setSide("text");
    show();
    const [place] = entry.places[index];
    announce(`${entry.label}: ${reader.textOf(...place)}`);
  }

  function show() {
    bar.hidden = !chosen;
    if (!chosen) return;
    words.textContent = chosen.label;
    turns.hidden = chosen.places.length < 2;
    turns.querySelector(".of").textContent = `${index + 1} of ${chosen.places.length}`;
    reader.hover([]);
    reader.active(chosen.places[index], chosen.around, chosen.places.flat());
    reader.reveal(chosen.places[index], true);
  }

  function turn(by) {
    if (chosen) choose(chosen, (index + by + chosen.places.length) % chosen.places.length);
  }

  function step(by) {
    if (!cites.length) return;
    const now = cites.indexOf(chosen);
    const next = cites[Math.min(cites.length - 1, Math.max(0, now + by))];
    choose(next);
    next.element.scrollIntoView({ block: "nearest" });
  }

  function clear() {
    chosen?.element?.setAttribute("aria-pressed", "false");
    chosen = null;
    bar.hidden = true;
    reader.active([]);
    replaceParameters({ at: "" });
  }

  // Chooses the statement that contains a position of the text, the shortest one.
  function chooseAt(position) {
    let best = null;
    for (const entry of cites) {
      entry.places.forEach((spans, place) => {
        for (const [start, end] of spans) {
          if (start <= position && position < end && (!best || end - start < best.length)) best = { entry, place, length: end - start };
        }
      });
    }
    if (!best) return false;
    choose(best.entry, best.place);
    best.entry.element.scrollIntoView({ block: "nearest" });
    return true;
  }

  // Shows the place of an address, such as `120-180`.
  function follow(at) {
    const match = /^(\d+)-(\d+)$/.exec(at ?? "");
    if (!match) return void (at === undefined && chosen && clear());
    const [start, end] = [Number(match[1]), Number(match[2])];
    if (end <= start || chosen?.places[index][0][0] === start) return;
    for (const entry of cites) {
      const place = entry.places.findIndex(([first]) => first[0] === start && first[1] === end);
      if (place >= 0) {
        choose(entry, place, false);
        entry.element.scrollIntoView({ block: "nearest" });
        return;
      }
    }
    choose({ places: [[[start, end]]], label: "The linked place" }, 0, false);
  }

  signal.addEventListener("abort", () => (chosen = null));
  return { cite, bar, show, turn, step, clear, chooseAt, follow, sideOf: (element) => (body = element) };
}

// A document without a summary: it is in progress, it failed, or it was deleted.
function withoutSummary({ main, signal, title }, found) {
  const name = nameOf(found.uri);
  title(name);
  const { state } = found;
  const command = mendingCommand({ uri: found.uri, code: state.code });
  const words = {
    PROCESSING: ["It is being read", "Its summary appears here as soon as it is ready."],
    FAILED: ["It could not be read", state.message ?? ""],
    DELETED: ["It was deleted", "The file was removed from the bucket, and its summary with it."],
  }[found.status] ?? ["There is no summary", ""];
  fill(main, h("section", { class: `empty ${found.status.toLowerCase()}` }, found.status === "FAILED" && icon("warning"),
    h("p", { class: "crumbs" }, h("a", { href: addressOf.documents() }, "Documents")), h("h1", { dir: "auto" }, name), h("h2", {}, words[0]), h("p", {}, words[1]),
    found.status === "FAILED" && [h("p", { class: "advice" }, state.advice ?? ""), h("p", { class: "mend" }, h("code", { tabindex: "0" }, command), copyButton(command, "Copy the command")),
      state.last_error && h("p", { class: "note" }, `Last error: ${state.last_error}`)],
    found.status === "PROCESSING" && h("progress", { "aria-label": "In progress" })));
  if (found.status === "PROCESSING") {
    const timer = setInterval(async () => {
      const now = await api.document(found.id, signal).catch(() => found);
      if (now.status !== "PROCESSING" && !signal.aborted) {
        clearInterval(timer);
        dispatchEvent(new Event("nutgraf-reload"));
      }
    }, POLL);
    signal.addEventListener("abort", () => clearInterval(timer));
  }
  return {};
}

