// Values as people read them: dates, sizes, formats, languages, statuses.

const locale = navigator.language || "en";
const day = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" });
const numbers = new Intl.NumberFormat("en");
const languages = new Intl.DisplayNames(["en"], { type: "language" });

export const number = (value) => numbers.format(value);

export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export const dayOf = (instant) => instant.slice(0, 10);

export function dayWords(date) {
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  if (date === today) return "Today";
  if (date === yesterday) return "Yesterday";
  return day.format(new Date(`${date}T00:00:00Z`));
}

export const timeWords = (instant) => `${time.format(new Date(instant))} UTC`;

// A date of a document, which may be a year, a month, a day, a quarter, a range or a time.
export function dateWords(written) {
  const match = /^(\d{4}-\d\d-\d\d)(?:T.*)?$/.exec(written);
  const date = match && new Date(`${match[1]}T00:00:00Z`);
  return date && !Number.isNaN(date.getTime()) ? shortDay.format(date) : written;
}

export function sizeWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function languageWords(code) {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

const FORMATS = {
  "application/pdf": "PDF",
  "text/plain": "Text",
  "text/html": "Web page",
  "text/markdown": "Markdown",
  "text/csv": "Table",
  "message/rfc822": "E-mail",
  "application/vnd.ms-outlook": "E-mail",
  "application/zip": "Archive",
  "application/json": "JSON",
  "application/epub+zip": "Book",
};

export function formatWords(mediaType) {
  if (!mediaType) return "File";
  if (FORMATS[mediaType]) return FORMATS[mediaType];
  if (mediaType.startsWith("image/")) return "Picture";
  if (/word/.test(mediaType)) return "Word";
  if (/presentation|powerpoint/.test(mediaType)) return "Slides";
  if (/sheet|excel/.test(mediaType)) return "Spreadsheet";
  if (/opendocument\.text|rtf/.test(mediaType)) return "Text document";
  if (/xml/.test(mediaType)) return "XML";
  return mediaType.split("/").pop().slice(0, 14);
}

export const STATUS = { SUMMARIZED: "Summarized", PROCESSING: "In progress", FAILED: "Failed", DELETED: "Deleted" };

export const TYPES = { PERSON: "Person", ORGANIZATION: "Organization", LOCATION: "Place" };

export const nameOf = (uri) => uri.split("/").slice(3).join("/") || uri;

export function confidenceWords(confidence) {
  if (confidence >= 0.85) return "sure";
  return confidence >= 0.7 ? "likely" : "unsure";
}
