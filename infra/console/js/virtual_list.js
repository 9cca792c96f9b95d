// A list of any length: only the rows near the visible area are in the page. Rows have one of two heights.

const AROUND = 8;

// `rowOf(item, index)` returns an element; `heightOf(item)` its height in pixels; `more()` loads the next rows.
export function createVirtualList({ label, rowOf, heightOf, more }) {
  const list = document.createElement("div");
  list.className = "virtual";
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", label);
  let items = [];
  let tops = [0];
  let rows = new Map();
  let asked = false;

  function measure(from = 0) {
    tops.length = from + 1;
    for (let index = from; index < items.length; index += 1) tops.push(tops[index] + heightOf(items[index]));
    list.style.height = `${tops[items.length]}px`;
  }

  // Returns the last row that begins at or above a distance from the top of the list.
  function rowAt(distance) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle] <= distance) low = middle;
      else high = middle - 1;
    }
    return Math.min(low, Math.max(items.length - 1, 0));
  }

  function draw() {
    if (!list.isConnected) return;
    const above = -list.getBoundingClientRect().top;
    const first = Math.max(0, rowAt(above) - AROUND);
    const last = Math.min(items.length, rowAt(above + innerHeight) + AROUND);
    const focused = [...rows].find(([, row]) => row.contains(document.activeElement))?.[0];
    for (const [index, row] of rows) {
      if ((index < first || index >= last) && index !== focused) {
        row.remove();
        rows.delete(index);
      }
    }
    for (let index = first; index < last; index += 1) if (!rows.has(index)) add(index);
    if (last >= items.length - 2 * AROUND && !asked) {
      asked = true;
      Promise.resolve(more()).finally(() => (asked = false));
    }
  }

  function add(index) {
    const row = rowOf(items[index], index);
    row.style.transform = `translateY(${tops[index]}px)`;
    row.style.height = `${tops[index + 1] - tops[index]}px`;
    if (row.getAttribute("role") === "listitem") {
      row.setAttribute("aria-posinset", String(index + 1));
      row.setAttribute("aria-setsize", String(items.length));
    }
    // Rows stay in their order, which is that of the keyboard.
    const next = [...rows.keys()].filter((other) => other > index).sort((one, other) => one - other)[0];
    list.insertBefore(row, next === undefined ? null : rows.get(next));
    rows.set(index, row);
  }

  let due = false;
  const later = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  };

  return {
    element: list,
    get items() {
      return items;
    },
    // Replaces all rows.
    set(all) {
      items = all;
      for (const row of rows.values()) row.remove();
      rows = new Map();
      measure();
      draw();
    },
    // Adds rows at the end, which keeps those that are shown.
    extend(further) {
      const from = items.length;
      items = items.concat(further);
      measure(from);
      draw();
    },
    resize() {
      this.set(items);
    },
    // Moves the focus by a number of rows.
    move(by) {
      const now = [...rows].find(([, row]) => row.contains(document.activeElement))?.[0] ?? (by > 0 ? -1 : items.length);
      let index = now + by;
      while (items[index] && items[index].heading) index += Math.sign(by);
      if (!items[index]) return;
      const top = list.getBoundingClientRect().top + scrollY + tops[index];
      if (top < scrollY + 140 || top > scrollY + innerHeight - 160) scrollTo(0, top - innerHeight / 3);
      draw();
      rows.get(index)?.querySelector("a")?.focus({ preventScroll: true });
    },
    watch(signal) {
      addEventListener("scroll", later, { signal, passive: true });
      addEventListener("resize", () => this.resize(), { signal });
    },
  };
}
