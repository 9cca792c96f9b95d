// The pages of a PDF, drawn by PDF.js when they come near the visible area, or a picture, with boxes over their text.

import { fill, h } from "./dom.js";
import { UNITS, boxesOf } from "./layout.js";

const VENDOR = new URL("../vendor/pdfjs/", import.meta.url).href;

// Pixels of a page that is drawn, at most: more than this needs too much memory on a telephone.
const MOST_PIXELS = 12_000_000;

export function canShow(mediaType) {
  return mediaType === "application/pdf" || /^image\/(png|jpeg|gif|webp|bmp)$/.test(mediaType ?? "");
}

export function createPageView(layout) {
  const element = h("div", { class: "pages" });
  // The overlays for boxes by page number.
  const overlays = new Map();

  function page(number, width, height, content) {
    const overlay = h("div", { class: "boxes", "aria-hidden": "true" });
    overlays.set(number, overlay);
    const frame = h("div", { class: "sheet", style: { "aspect-ratio": `${width} / ${height}` } }, content, overlay);
    element.append(frame);
    return frame;
  }

  async function open(url, mediaType, signal) {
    fill(element, h("p", { class: "loading" }, "Loading the pages…"));
    if (mediaType !== "application/pdf") {
      const size = layout().find((one) => one.part === undefined);
      const image = h("img", { src: url, alt: "The picture" });
      await image.decode();
      element.replaceChildren();
      page(1, size?.width ?? image.naturalWidth, size?.height ?? image.naturalHeight, image);
      return;
    }
    const pdfjs = await import(`${VENDOR}pdf.min.mjs`);
    pdfjs.GlobalWorkerOptions.workerSrc = `${VENDOR}pdf.worker.min.mjs`;
    const loading = pdfjs.getDocument({
      url, cMapUrl: `${VENDOR}cmaps/`, standardFontDataUrl: `${VENDOR}standard_fonts/`, wasmUrl: `${VENDOR}wasm/`,
      isEvalSupported: false, enableXfa: false, useSystemFonts: false,
    });
    signal.addEventListener("abort", () => loading.destroy());
    const pdf = await loading.promise;
    const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
    const sizes = new Map(layout().filter((one) => one.part === undefined).map((one) => [one.number, one]));
    element.replaceChildren();
    const watch = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) draw(pdf, target, watch);
    }, { rootMargin: "800px 0px" });
    signal.addEventListener("abort", () => watch.disconnect());
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const size = sizes.get(number) ?? first;
      const canvas = h("canvas", { role: "img", "aria-label": `Page ${number} of ${pdf.numPages}` });
      const frame = page(number, size.width, size.height, canvas);
      frame.dataset.number = number;
      watch.observe(frame);
    }
  }

  async function draw(pdf, frame, watch) {
    watch.unobserve(frame);
    const number = Number(frame.dataset.number);
    const source = await pdf.getPage(number);
    const natural = source.getViewport({ scale: 1 });
    frame.style.setProperty("aspect-ratio", `${natural.width} / ${natural.height}`);
    const wanted = (frame.clientWidth / natural.width) * Math.min(devicePixelRatio, 2.5);
    const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / (natural.width * natural.height)));
    const viewport = source.getViewport({ scale });
    const canvas = frame.querySelector("canvas");
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    await source.render({ canvas, viewport }).promise;
    frame.classList.add("drawn");
  }

  // Draws the boxes of spans in one style, instead of those before. Returns the first box's element.
  function show(name, spans) {
    element.querySelectorAll(`.box.${name}`).forEach((box) => box.remove());
    let first = null;
    for (const [start, end, colour] of spans) {
      for (const box of boxesOf(layout(), start, end)) {
        if (box.part !== undefined) continue;
        const drawn = h("i", { class: `box ${name}`, dataset: colour === undefined ? {} : { colour }, style: {
          left: `${(100 * box.x0) / UNITS}%`, top: `${(100 * box.y0) / UNITS}%`,
          width: `${(100 * (box.x1 - box.x0)) / UNITS}%`, height: `${(100 * (box.y1 - box.y0)) / UNITS}%`,
        } });
        overlays.get(box.page)?.append(drawn);
        first ??= drawn;
      }
    }
    return first?.isConnected ? first : null;
  }

  // Returns the position in the text of a point of a page, or null.
  function positionAt(frame, x, y) {
    const number = Number(frame.dataset.number ?? 1);
    const { left, top, width, height } = frame.getBoundingClientRect();
    const [across, down] = [((x - left) / width) * UNITS, ((y - top) / height) * UNITS];
    for (const one of layout()) {
      if (one.number !== number || one.part !== undefined) continue;
      for (const [start, end, x0, y0, x1, y1] of one.lines) {
        const inside = across >= Math.min(x0, x1) && across <= Math.max(x0, x1) && down >= Math.min(y0, y1) && down <= Math.max(y0, y1);
        if (inside) return Math.min(end - 1, start + Math.floor(((end - start) * (across - x0)) / (x1 - x0 || 1)));
      }
    }
    return null;
  }

  return { element, open, show, positionAt };
}
