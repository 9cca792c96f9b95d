// Builds elements. Text becomes text nodes and never markup, so titles and texts of documents cannot inject anything.

const SAFE_ADDRESS = /^(?:https?:\/\/|#)/i;

// Returns an element. Attributes: `class`, `on…` (a listener), `dataset`, properties that are booleans, and others as
// written; null and undefined are left out. Children: nodes, strings, numbers, arrays of these, or nothing.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "style") for (const [property, of] of Object.entries(value)) element.style.setProperty(property, of);
  else if (name === "href" || name === "src") {
    if (SAFE_ADDRESS.test(value)) element.setAttribute(name, value);
  } else element.setAttribute(name, value === true ? "" : value);
}

const SVG = "http://www.w3.org/2000/svg";

// Line icons on a grid of 24, drawn by their paths.
const ICONS = {
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm5 12 4.5 4.5",
  upload: "M12 16V5m-5 5 5-5 5 5M5 19h14",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm0-5v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  link: "M9.5 14.5 14.5 9.5M8 12l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 17m3-5 2.5-2.5a3.5 3.5 0 0 0-5-5L11 7",
  file: "M7 3h7l4 4v14H7V3Zm7 0v4h4",
  previous: "m15 6-6 6 6 6",
  next: "m9 6 6 6-6 6",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 9h10v11H9V9Zm-4 6V4h10",
  keyboard: "M3 7h18v11H3V7Zm3 3h.01M10 10h.01M14 10h.01M18 10h.01M7 14.5h10",
  warning: "M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.8v.2",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

// Tells screen readers what changed.
export function announce(message) {
  const place = document.getElementById("announcements");
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = message));
}

// Calls `work` once, `milliseconds` after the last call.
export function debounced(work, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), milliseconds);
  };
}

// A button that copies a text.
export function copyButton(text, label) {
  const button = h("button", { type: "button", class: "copy", "aria-label": label, title: label }, icon("copy"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce("Copied.");
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 1200);
    } catch {
      announce("The browser does not permit copying. Select the text instead.");
    }
  });
  return button;
}
