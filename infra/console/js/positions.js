// Positions in texts: the API counts Unicode code points, and strings of JavaScript count UTF-16 units.

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

// Returns the UTF-16 offset of a number of code points.
export function unitsOf(text, codePoints) {
  if (codePoints <= 0) return 0;
  if (!PAIR.test(text)) return Math.min(codePoints, text.length);
  let units = 0;
  for (const character of text) {
    if (codePoints-- <= 0) break;
    units += character.length;
  }
  return units;
}

// Returns the number of code points before a UTF-16 offset.
export function codePointsOf(text, units) {
  const before = text.slice(0, units);
  return PAIR.test(before) ? Array.from(before).length : before.length;
}

export function lengthOf(text) {
  return codePointsOf(text, text.length);
}

// Returns the text from one code point to another, exclusive.
export function sliceOf(text, start, end) {
  const from = unitsOf(text, start);
  return text.slice(from, from + unitsOf(text.slice(from), end - start));
}

// Cuts a text at ascending positions in code points, in one pass: yields one function that returns successive slices.
export function cutter(text) {
  const plain = !PAIR.test(text);
  let point = 0;
  let unit = 0;
  const advance = (to) => {
    if (plain) unit = Math.min(to, text.length);
    else while (point < to && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point += 1;
    }
    point = to;
    return unit;
  };
  return (start, end) => {
    const from = advance(start);
    return text.slice(from, advance(end));
  };
}
