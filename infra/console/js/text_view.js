// The text of a document as it was: headings, paragraphs, lists, quotations, tables, code and turns. Finds the place of
// any position (in code points) in the page, and the position of any place.

import { h } from "./dom.js";
import { codePointsOf, cutter, lengthOf, unitsOf } from "./positions.js";

export function createTextView(colourOf) {
  const element = h("div", { class: "text", lang: "und" });
  // The text nodes in the order of the text, with their ranges in code points.
  const nodes = [];
  const numbers = new WeakMap();
  let list = null;
  let page = null;

  function piece(text, start) {
    const node = document.createTextNode(text);
    numbers.set(node, nodes.length);
    nodes.push({ node, start, end: start + lengthOf(text) });
    return node;
  }

  function add(part) {
    const cut = cutter(part.text);
    const added = document.createDocumentFragment();
    for (const block of part.blocks) {
      // A block that is longer than a part of the text is in several parts.
      const start = Math.max(block.start, part.start);
      const end = Math.min(block.end, part.end);
      const text = cut(start - part.start, end - part.start);
      if (block.page && block.page !== page) added.append(h("div", { class: "page-mark", "aria-hidden": "true" }, `Page ${block.page}`));
      page = block.page ?? page;
      const made = blockElement(block, text, start);
      made.dataset.start = block.start;
      if (block.kind === "list_item") {
        if (!list) added.append((list = h("ul", {})));
        list.append(made);
      } else {
        list = null;
        added.append(made);
      }
    }
    element.append(added);
  }

  function blockElement(block, text, start) {
    if (block.kind === "heading") return h(`h${Math.min(6, (block.level ?? 1) + 1)}`, { dir: "auto" }, piece(text, start));
    if (block.kind === "list_item") return h("li", { dir: "auto" }, piece(text, start));
    if (block.kind === "quotation") return h("blockquote", { dir: "auto" }, piece(text, start));
    if (block.notice) return h("p", { class: "notice", dir: "auto" }, piece(text, start));
    if (block.kind === "caption") return h("p", { class: "caption", dir: "auto" }, piece(text, start));
    if (block.kind === "code") return h("pre", { tabindex: "0" }, h("code", {}, piece(text, start)));
    if (block.kind === "table" && block.rows) return tableElement(block.rows, text, start);
    if (block.kind === "turn") return turnElement(block, text, start);
    return h("p", { dir: "auto" }, piece(text, start));
  }

  function turnElement(block, text, start) {
    const label = Math.max(0, (block.spoken_from ?? block.start) - start);
    const cut = cutter(text);
    const said = h("p", { class: "turn", dir: "auto" });
    if (label > 0) said.append(h("strong", { class: "speaker" }, piece(cut(0, label), start)));
    said.append(piece(cut(label, Infinity), start + label));
    const colour = block.speaker && colourOf?.(block.speaker);
    if (colour !== undefined && colour !== null) said.dataset.colour = colour;
    return said;
  }

  // The text of a table has a line for each row that is not empty, with tabs between its cells and no blanks around it.
  function tableElement(rows, text, start) {
    const body = h("tbody", {});
    let at = start;
    const last = start + lengthOf(text);
    for (const cells of rows) {
      const row = h("tr", {});
      const line = cells.join("\t");
      let from = at - lengthOf(line.slice(0, line.length - line.trimStart().length));
      for (const cell of cells) {
        const shown = from < last ? cell : "";
        row.append(h(body.childElementCount ? "td" : "th", { dir: "auto", ...(body.childElementCount ? {} : { scope: "col" }) }, shown ? piece(shown, from) : ""));
        from += lengthOf(cell) + 1;
      }
      body.append(row);
      if (line.trim()) at += lengthOf(line.trim()) + 1;
    }
    return h("div", { class: "table", tabindex: "0", role: "group", "aria-label": "Table" }, h("table", {}, body));
  }

  // Returns the index of the first node that ends after a position.
  function nodeAt(position) {
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (nodes[middle].end > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // Returns the DOM range of a range of the text; null if it is not in the page yet.
  function rangeOf(start, end) {
    const first = nodes[nodeAt(start)];
    const last = nodes[nodeAt(Math.max(start, end - 1))];
    if (!first || !last || first.start >= end) return null;
    const range = new Range();
    range.setStart(first.node, unitsOf(first.node.data, start - first.start));
    range.setEnd(last.node, unitsOf(last.node.data, end - last.start));
    return range;
  }

  // Returns the position of a place in a text node; null if the node is not of this text.
  function positionOf(node, offset) {
    const number = numbers.get(node);
    return number === undefined ? null : nodes[number].start + codePointsOf(node.data, offset);
  }

  return { element, add, rangeOf, positionOf };
}
