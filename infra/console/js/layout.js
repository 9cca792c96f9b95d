// The boxes of a span on the pages of a PDF or a picture: as `boxes_of` in shared/documents/layout.py.

export const UNITS = 10_000;

// Minimum ratio of height to width of a line that runs vertically.
const VERTICAL = 2;

// `pages` are those of the API. Returns boxes {page, part, x0, y0, x1, y1} in the order of the text.
export function boxesOf(pages, start, end) {
  const found = [];
  for (const page of pages) {
    for (const line of page.lines) {
      if (line[0] < end && start < line[1]) found.push({ at: line[0], ...boxOf(page, line, start, end) });
    }
  }
  return found.sort((one, other) => one.at - other.at);
}

function boxOf(page, [from, to, x0, y0, x1, y1], start, end) {
  const length = to - from;
  const first = Math.max(start - from, 0) / length;
  const last = Math.min(end - from, length) / length;
  const within = (begin, finish) => [Math.round(begin + first * (finish - begin)), Math.round(begin + last * (finish - begin))];
  if (Math.abs(y1 - y0) * page.height > VERTICAL * Math.abs(x1 - x0) * page.width) [y0, y1] = within(y0, y1);
  else [x0, x1] = within(x0, x1);
  return { page: page.number, part: page.part, x0: Math.min(x0, x1), y0: Math.min(y0, y1), x1: Math.max(x0, x1), y1: Math.max(y0, y1) };
}
