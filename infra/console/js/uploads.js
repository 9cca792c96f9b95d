// Uploads: files that are dropped or chosen, their progress, and the document that each becomes.

import { api } from "./api.js";
import { addressOf } from "./addresses.js";
import { announce, fill, h, icon } from "./dom.js";
import { sizeWords } from "./words.js";

// Milliseconds between two requests for the state of an upload.
const POLL = 700;

// Uploads at the same time. A browser opens six connections to a host.
const AT_ONCE = 3;

export function createUploads() {
  const input = h("input", { type: "file", multiple: true, hidden: true, "aria-hidden": "true", tabindex: "-1" });
  const button = h("button", { type: "button", class: "button upload", title: "Upload (u)", onclick: () => input.click() }, icon("upload"), h("span", {}, "Upload"));
  const list = h("ul", {});
  const tray = h("section", { class: "tray", "aria-label": "Uploads", hidden: true },
    h("header", {}, h("h2", {}, "Uploads"), h("button", { type: "button", class: "tool", "aria-label": "Close the list of uploads", onclick: () => (tray.hidden = true) }, icon("close"))), list);
  const cover = h("div", { class: "drop", hidden: true, "aria-hidden": "true" }, h("p", {}, icon("upload"), "Drop files to upload them"));
  document.body.append(input, tray, cover);
  const waiting = [];
  let running = 0;

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      waiting.shift()().finally(() => {
        running -= 1;
        next();
      });
    }
  };
  const add = (files) => {
    for (const file of files) {
      const line = createLine(file);
      list.prepend(line.element);
      waiting.push(() => upload(file, line));
    }
    if (files.length) tray.hidden = false;
    next();
  };
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  watchDrops(cover, add);
  return { button, choose: () => input.click() };
}

function watchDrops(cover, add) {
  let depth = 0;
  const files = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (!files(event)) return;
    depth += 1;
    cover.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (files(event) && --depth <= 0) cover.hidden = true;
  });
  addEventListener("dragover", (event) => files(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    depth = 0;
    cover.hidden = true;
    // A folder has no bytes, and reading it fails.
    add([...event.dataTransfer.items].filter((item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile()));
  });
}

function createLine(file) {
  const name = h("span", { class: "name", dir: "auto" }, file.name);
  const words = h("span", { class: "words" }, "Waiting");
  const progress = h("progress", { max: "1", value: "0", "aria-label": `Upload of ${file.name}` });
  const element = h("li", {}, name, progress, words);
  return {
    element,
    sent(share) {
      progress.value = share;
      words.textContent = share < 1 ? `${Math.round(100 * share)} % of ${sizeWords(file.size)}` : "Reading…";
    },
    reading() {
      progress.removeAttribute("value");
      words.textContent = "Reading…";
    },
    done(id, title) {
      progress.remove();
      fill(name, h("a", { href: addressOf.document(id) }, title ?? file.name));
      words.textContent = "Summarized";
      element.classList.add("done");
      announce(`${file.name} is summarized.`);
    },
    failed(message, id, advice) {
      progress.remove();
      if (id) fill(name, h("a", { href: addressOf.document(id) }, file.name));
      fill(words, message, advice && h("small", {}, advice));
      element.classList.add("failed");
      announce(`${file.name}: ${message}`);
    },
    ask(message, again) {
      progress.hidden = true;
      fill(words, `${message} `, h("button", { type: "button", class: "button quiet", onclick: () => {
        progress.hidden = false;
        again();
      } }, "Replace it"));
    },
  };
}

async function upload(file, line, replace = false) {
  let form;
  try {
    form = await api.upload({ key: file.name, content_type: file.type || "application/octet-stream", replace });
  } catch (error) {
    if (error.code === "exists") line.ask("A file of this name exists.", () => upload(file, line, true));
    else line.failed(error.message);
    return;
  }
  if (file.size > form.max_bytes) return line.failed(`The file is larger than ${sizeWords(form.max_bytes)}.`);
  const before = await stateOf(form.id);
  try {
    await send(file, form, line);
  } catch (error) {
    return line.failed(error.message);
  }
  line.reading();
  await follow(form.id, before, line);
}

async function stateOf(id) {
  try {
    return (await api.document(id)).state.updated_at;
  } catch {
    return null;
  }
}

// Sends the form as S3 requires: the file is the last field. Only XMLHttpRequest reports progress.
function send(file, form, line) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.url);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && line.sent(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(`S3 refused the file (status ${request.status}). Try again.`));
    });
    request.addEventListener("error", () => reject(new Error(
      "The file could not be sent. Check the connection, and that the bucket permits uploads from this page (CORS).")));
    request.send(body);
  });
}

async function follow(id, before, line) {
  for (let asked = 0; asked < 600; asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, POLL + 20 * asked));
    let found;
    try {
      found = await api.document(id);
    } catch (error) {
      if (error.status === 404 || error.status === 0 || error.status >= 500) continue;
      return line.failed(error.message);
    }
    if (found.state.updated_at === before) continue;
    if (found.status === "SUMMARIZED") return line.done(id, found.summary?.title);
    if (found.status === "FAILED") return line.failed(found.state.message ?? "It could not be read.", id, found.state.advice);
  }
  line.failed("It is still in progress. Its state is in the list of documents.", id);
}
