// The text and the pages of a document, of which one is shown: loads them, marks spans in both, and scrolls to them.

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { COLOURS, mark } from "./highlights.js";
import { createPageView } from "./page_view.js";
import { createTextView } from "./text_view.js";
import { sliceOf } from "./positions.js";

export function createReader({ id, part, colourOf, signal, mediaType }) {
  const text = createTextView(colourOf);
  const parts = [];
  const layout = [];
  const note = h("p", { class: "loading", role: "status" });
  const element = h("div", { class: "reader" }, text.element, note);
  const waiting = [];
  let pages = null;
  let shown = "text";
  let said = [];
  let latest = { active: [], around: null, others: [] };

  function add(next) {
    parts.push(next);
    text.add(next);
    for (const page of next.pages ?? []) layout.push(page);
    remark();
    while (waiting.length && waiting[0].end <= next.end) waiting.shift().resolve();
  }

  // Long texts come in parts; the page stays usable meanwhile.
  async function loadOthers() {
    let { next } = part;
    while (next !== undefined && !signal.aborted) {
      note.textContent = `Loading the text: ${Math.round((100 * next) / part.characters)} %`;
      const further = await api.text(id, { start: next, layout: "true" }, signal);
      await new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(resolve, { timeout: 200 }) : setTimeout(resolve)));
      if (signal.aborted) return;
      add(further);
      next = further.next;
    }
    note.remove();
  }

  function remark() {
    const ranges = Array.from({ length: COLOURS }, () => []);
    for (const [start, end, colour] of said) ranges[colour]?.push(text.rangeOf(start, end));
    ranges.forEach((of, colour) => mark(`said-${colour}`, of));
  }

  const rangesOf = (spans) => spans.map(([start, end]) => text.rangeOf(start, end));

  function hover(spans) {
    mark("hover", rangesOf(spans), 1);
    pages?.show("hover", spans);
  }

  function active(spans, around = null, others = []) {
    latest = { active: spans, around, others };
    mark("other", rangesOf(others), 1);
    mark("around", around ? rangesOf([around]) : [], 2);
    mark("active", rangesOf(spans), 3);
    pages?.show("other", others);
    pages?.show("active", spans);
  }

  const loaded = (end) => parts.at(-1).end >= end || parts.at(-1).next === undefined;

  // Scrolls to the first span, unless it is visible already.
  async function reveal(spans, always) {
    if (!spans?.length) return;
    const [start, end] = spans[0];
    if (!loaded(end)) {
      await new Promise((resolve) => waiting.push({ end, resolve }));
      active(latest.active, latest.around, latest.others);
    }
    if (shown === "pages") {
      const box = element.querySelector(`.box.${always ? "active" : "hover"}`);
      if (box && !isVisible(box.getBoundingClientRect())) box.scrollIntoView({ block: "center", behavior: smooth() });
      return;
    }
    const range = text.rangeOf(start, end);
    if (!range || !element.isConnected) return;
    // A block that is not drawn yet has an estimated height: scroll to the block, and then to the words.
    const block = range.startContainer.parentElement;
    if (isVisible(range.getBoundingClientRect())) return;
    const far = Math.abs(block.getBoundingClientRect().top) > 4 * innerHeight;
    block.scrollIntoView({ block: "center", behavior: far ? "auto" : smooth() });
    if (far) requestAnimationFrame(() => requestAnimationFrame(() => isVisible(range.getBoundingClientRect()) || block.scrollIntoView({ block: "center" })));
  }

  async function view(name) {
    shown = name;
    if (name !== "pages") return void fill(element, text.element, note.isConnected || !loaded(Infinity) ? note : null);
    if (!pages) {
      pages = createPageView(() => layout);
      fill(element, pages.element);
      try {
        const { url } = await api.original(id, "inline");
        await pages.open(url, mediaType, signal);
      } catch (error) {
        if (signal.aborted) return;
        pages = null;
        fill(element, h("div", { class: "notice", role: "alert" }, h("p", {}, `The pages cannot be shown: ${error.message}`),
          h("button", { type: "button", class: "button", onclick: () => view("pages") }, "Try again")));
        return;
      }
    }
    fill(element, pages.element);
    pages.show("said", said);
    active(latest.active, latest.around, latest.others);
  }

  function onChoose(choose) {
    element.addEventListener("click", (event) => {
      if (!getSelection().isCollapsed) return;
      const sheet = event.target.closest?.(".sheet");
      if (sheet && pages) {
        const position = pages.positionAt(sheet, event.clientX, event.clientY);
        if (position !== null) choose(position);
        return;
      }
      const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
      const position = caret && text.positionOf(caret.offsetNode, caret.offset);
      if (position !== null && position !== undefined) choose(position);
    });
  }

  function textOf(start, end) {
    const of = parts.find((each) => each.start <= start && start < each.end);
    return of ? sliceOf(of.text, start - of.start, Math.min(end, of.end) - of.start) : "";
  }

  add(part);
  loadOthers().catch((error) => {
    if (error.name !== "AbortError") fill(note, `The rest of the text could not be loaded: ${error.message}`);
  });
  return {
    element, hover, active, reveal, view, onChoose, textOf,
    get shown() {
      return shown;
    },
    showSaid(spans) {
      said = spans;
      remark();
    },
  };
}

function isVisible({ top, bottom, width, height }) {
  return (width > 0 || height > 0) && top > 90 && bottom < innerHeight - 60;
}

const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
