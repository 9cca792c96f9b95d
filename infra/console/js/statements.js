// A list of statements, each with a link to its place in its document.

import { addressOf } from "./addresses.js";
import { h } from "./dom.js";
import { confidenceWords, dateWords, dayOf, nameOf } from "./words.js";

// `page` is the first page of the API; `more(cursor)` requests another one.
export function statementList(page, more, speakers = false) {
  const list = h("ol", { class: "statements" });
  const button = h("button", { type: "button", class: "button quiet" }, "Show more");
  let { next } = page;
  const add = (items) => list.append(...items.map((item) => statement(item, speakers)));
  button.addEventListener("click", async () => {
    const further = await more(next);
    next = further.next;
    add(further.items);
    if (!next) button.remove();
  });
  add(page.items);
  return [list, next && button];
}

export function statement(item, speakers) {
  return h("li", {}, h("a", { class: "quote", href: addressOf.document(item.id, { at: `${item.start}-${item.end}` }) },
    h("span", { class: `words ${item.quotation}`, dir: "auto" }, item.quote)),
  h("p", { class: "facts" }, speakers && h("a", { class: "who", href: addressOf.name(item.type, item.name), dir: "auto" }, item.name),
    item.speaker && item.speaker !== item.name && h("span", { dir: "auto" }, item.speaker), item.cue && h("span", { dir: "auto" }, item.cue), item.outlet && h("span", {}, `by ${item.outlet}`),
    h("a", { href: addressOf.document(item.id), dir: "auto" }, item.title ?? nameOf(item.uri)),
    item.uploaded_at && h("time", { datetime: item.uploaded_at }, dateWords(dayOf(item.published_at ?? item.uploaded_at))),
    item.confidence !== undefined && h("span", { class: "confidence" }, `${Math.round(100 * item.confidence)} %, ${confidenceWords(item.confidence)}`)));
}
