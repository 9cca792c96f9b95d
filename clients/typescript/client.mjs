// A client of Nutgraf's read API on fetch, for Node.js 20 and browsers. Its types are in client.d.mts.

// Statuses after which a request is repeated: throttling, and faults that can pass.
const RETRIED = new Set([429, 500, 502, 503, 504]);
// Maximum pause between two attempts in milliseconds, also if Retry-After asks for more.
const LONGEST_PAUSE = 20_000;
// Items that a list asks for at once.
const PAGE = 100;

export class ApiError extends Error {
  constructor(status, problem) {
    const errors = problem.errors ?? [];
    const wrong = errors.map((error) => ` ${error.name}: ${error.message}.`).join("");
    super(`${status} ${problem.code}: ${problem.detail}${wrong}`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.errors = errors;
  }
}

export function idOf(uri) {
  const bytes = new TextEncoder().encode(uri);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export class Client {
  #url;
  #token;
  #retries;
  #pause;
  #fetch;

  constructor(url, { token, retries = 5, pause = 200, fetch = globalThis.fetch } = {}) {
    this.#url = url.replace(/\/+$/, "");
    this.#token = token;
    this.#retries = retries;
    this.#pause = pause;
    this.#fetch = fetch;
  }

  async get(path, { path: values, query, signal } = {}) {
    return this.#send("GET", address(path, values, query), undefined, signal);
  }

  async post(path, body, { signal } = {}) {
    return this.#send("POST", path, JSON.stringify(body), signal);
  }

  async *items(path, options = {}) {
    let cursor;
    do {
      const query = { limit: PAGE, ...options.query, ...(cursor && { cursor }) };
      const page = await this.get(path, { ...options, query });
      yield* page.items;
      cursor = page.next;
    } while (cursor);
  }

  async #send(method, target, body, signal) {
    const token = typeof this.#token === "function" ? await this.#token() : this.#token;
    const headers = {
      Accept: "application/json",
      ...(body && { "Content-Type": "application/json" }),
      ...(token && { Authorization: `Bearer ${token}` }),
    };
    const request = { method, headers, ...(body && { body }), ...(signal && { signal }) };
    for (let attempt = 0; ; attempt++) {
      const last = attempt >= this.#retries;
      const fetch = this.#fetch; // a browser's fetch must not be called as a method of another object
      const answer = await fetch(this.#url + target, request).catch((error) => {
        if (last || signal?.aborted) throw error;
      });
      if (answer?.ok) return answer.json();
      if (answer && (last || !RETRIED.has(answer.status))) throw new ApiError(answer.status, await problemIn(answer));
      await answer?.body?.cancel();
      await pause(this.#pauseAfter(attempt, answer), signal);
    }
  }

  #pauseAfter(attempt, answer) {
    const seconds = Number(answer?.headers.get("Retry-After") ?? Number.NaN);
    const asked = Number.isFinite(seconds) ? seconds * 1000 : this.#pause * 2 ** attempt * (0.5 + Math.random() / 2);
    return Math.min(asked, LONGEST_PAUSE);
  }
}

function address(path, values = {}, query = {}) {
  const target = path.replace(/\{(\w+)\}/g, (_, name) => {
    if (values[name] === undefined) throw new TypeError(`${path} needs path.${name}.`);
    return encodeURIComponent(values[name]);
  });
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length ? `${target}?${parameters}` : target;
}

async function problemIn(answer) {
  const text = await answer.text();
  const unknown = { code: `http_${answer.status}`, detail: text.slice(0, 200) };
  try {
    const problem = JSON.parse(text);
    return { ...unknown, ...(problem.message && { detail: problem.message }), ...problem };
  } catch {
    return unknown; // a page of a proxy
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
