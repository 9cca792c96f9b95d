// Marks ranges of the text with the CSS Custom Highlight API, which changes no element. style/document.css has the
// colours. A browser without the API shows the selected place as a selection.

export const COLOURS = 8;

const supported = "highlights" in CSS;

export function mark(name, ranges, priority = 0) {
  const present = ranges.filter(Boolean);
  if (!supported) {
    if (name === "active" && present.length) getSelection().setBaseAndExtent(present[0].startContainer, present[0].startOffset, present[0].endContainer, present[0].endOffset);
    return;
  }
  if (!present.length) return void CSS.highlights.delete(name);
  const highlight = new Highlight(...present);
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}

export function clearMarks() {
  if (supported) CSS.highlights.clear();
}
