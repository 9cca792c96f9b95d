// The frame of the console: navigation, search, theme, uploads, keyboard; and the page for each address.

import { Problem, setToken } from "./api.js";
import { addressOf, current } from "./addresses.js";
import { announce, fill, h, icon } from "./dom.js";
import { createSearch } from "./search.js";
import { createUploads } from "./uploads.js";
import { documentsPage } from "./pages/documents.js";

const main = document.getElementById("main");
const pages = {
  documents: async () => (await import("./pages/document.js")).documentPage,
  names: async () => (await import("./pages/name.js")).namePage,
  said: async () => (await import("./pages/said.js")).saidPage,
};

// The page that is shown: `leave` ends its work, `change` follows new parameters of the same address.
let shown = null;
let shownPath = null;

async function show() {
  const { parts, parameters } = current();
  const path = parts.join("/");
  if (path === shownPath && shown?.change?.(parameters)) return;
  shown?.leave?.();
  shownPath = path;
  shown = null;
  mark(parts[0]);
  const leaving = new AbortController();
  const frame = { main, signal: leaving.signal, title, fail: (error, again) => fail(error, again) };
  const page = { leave: () => leaving.abort() };
  shown = page;
  try {
    const open = parts.length === 0 ? documentsPage : await pages[parts[0]]?.();
    if (shown !== page) return;
    if (!open) return void lost();
    window.scrollTo(0, 0);
    Object.assign(page, await open(frame, parts.slice(1), parameters));
    page.leave = () => leaving.abort();
  } catch (error) {
    if (error.name !== "AbortError" && shown === page) fail(error, show);
  }
}

function title(words) {
  document.title = words ? `${words} · Nutgraf` : "Nutgraf";
}

function lost() {
  title("Not found");
  fill(main, h("section", { class: "empty" }, h("h1", {}, "There is no such page"),
    h("p", {}, "The address is incomplete or from another version."),
    h("p", {}, h("a", { class: "button", href: addressOf.documents() }, "Show the documents"))));
}

// Shows an error in place of the page: what is wrong, and what to do.
function fail(error, again) {
  if (!(error instanceof Problem)) console.error(error);
  if (error.status === 401 || error.status === 403 && error.code === "forbidden") return askForToken(error, again);
  const unknown = error instanceof Problem ? null : "The console failed. Reload the page; the browser's log has details.";
  const heading = error.status === 404 ? "Not found" : error.status === 0 ? "The API does not answer" : "This did not work";
  title(heading);
  fill(main, h("section", { class: "empty", role: "alert" }, icon("warning"), h("h1", {}, heading),
    h("p", {}, unknown ?? error.message),
    h("p", { class: "actions" }, h("button", { type: "button", class: "button", onclick: () => retry(again) }, "Try again"),
      h("a", { class: "button quiet", href: addressOf.documents() }, "Show the documents"))));
}

function retry(again) {
  shownPath = null;
  (again ?? show)();
}

function askForToken(error, again) {
  title("Token");
  const field = h("input", { id: "token", type: "password", autocomplete: "off", required: true });
  const form = h("form", { class: "token" }, h("label", { for: "token" }, "Token"), field,
    h("button", { class: "button", type: "submit" }, "Continue"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    setToken(field.value.trim());
    retry(again);
  });
  fill(main, h("section", { class: "empty" }, h("h1", {}, "This API needs a token"), h("p", {}, error.message), form));
  field.focus();
}

function mark(part) {
  const here = part === "said" ? "said" : part ? "" : "documents";
  for (const link of document.querySelectorAll(".places a")) {
    if (link.dataset.page === here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

const THEMES = ["", "light", "dark"];

function themeButton() {
  const button = h("button", { type: "button", class: "tool theme" });
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    const words = { "": "as the system", light: "light", dark: "dark" }[theme];
    button.setAttribute("aria-label", `Colours: ${words}. Change`);
    button.title = `Colours: ${words}`;
    const dark = theme === "dark" || (!theme && matchMedia("(prefers-color-scheme: dark)").matches);
    fill(button, icon(dark ? "moon" : "sun"));
  };
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(localStorage.getItem("theme") ?? "") + 1) % THEMES.length];
    localStorage.setItem("theme", next);
    apply(next);
    announce(button.title);
  });
  apply(localStorage.getItem("theme") ?? "");
  return button;
}

const KEYS = [
  ["/", "Search"],
  ["j, k", "Next or previous document of a list, next or previous statement of a document"],
  ["n, p", "Next or previous place of what is selected"],
  ["t", "Text or pages of a document"],
  ["u", "Upload files"],
  ["g", "All documents"],
  ["Esc", "Clear the selection"],
  ["?", "These keys"],
];

function keysDialog() {
  const dialog = h("dialog", { class: "keys", "aria-labelledby": "keys" }, h("h2", { id: "keys" }, "Keys"),
    h("dl", {}, KEYS.map(([keys, meaning]) => [h("dt", {}, keys.split(", ").map((key) => h("kbd", {}, key))), h("dd", {}, meaning)])),
    h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Close"));
  document.body.append(dialog);
  return dialog;
}

function start() {
  fill(document.querySelector(".places"),
    h("a", { href: addressOf.documents(), dataset: { page: "documents" } }, "Documents"),
    h("a", { href: addressOf.said(), dataset: { page: "said" } }, "Who said what"));
  const search = createSearch(document.querySelector(".search"));
  const uploads = createUploads();
  const dialog = keysDialog();
  fill(document.querySelector(".tools"), uploads.button,
    h("button", { type: "button", class: "tool keyboard", "aria-label": "Keys", title: "Keys (?)", onclick: () => dialog.showModal() }, icon("keyboard")),
    themeButton());
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const does = {
      "/": () => search.focus(),
      "?": () => dialog.showModal(),
      u: () => uploads.choose(),
      g: () => (location.hash = addressOf.documents()),
    }[event.key] ?? (shown?.keys?.[event.key]);
    if (!does) return;
    event.preventDefault();
    does();
  });
  addEventListener("hashchange", () => {
    const before = shownPath;
    show().then(() => {
      if (shownPath !== before) main.focus({ preventScroll: true });
    });
  });
  addEventListener("nutgraf-reload", () => retry());
  show();
}

start();
