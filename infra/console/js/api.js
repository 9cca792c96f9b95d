// Requests to the read API (docs/api.md).

const base = document.querySelector('meta[name="nutgraf-api"]')?.content.replace(/\/$/, "") ?? "";
const TOKEN = "nutgraf-token";

export class Problem extends Error {
  // `status` 0: the API did not answer.
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export function setToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export async function get(path, parameters = {}, signal) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value != null));
  return send(`${path}${query.size ? `?${query}` : ""}`, { signal });
}

export async function post(path, body) {
  return send(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

async function send(path, options) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  let response;
  try {
    response = await fetch(base + path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "unreachable", "The API does not answer. Check that it runs, and try again.");
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  const wrong = (problem.errors ?? []).map((error) => `${error.name}: ${error.message}`).join("; ");
  const detail = [problem.detail ?? problem.message ?? response.statusText, wrong].filter(Boolean).join(" ");
  throw new Problem(response.status, problem.code ?? "unknown", detail);
}

const of = (id) => `/v1/documents/${encodeURIComponent(id)}`;
// A slash would begin another part of the path. The API makes the same key of a blank.
const named = (kind, type, key, list) => `/v1/${kind}/${type}/${encodeURIComponent(key.replaceAll("/", " "))}/${list}`;

export const api = {
  documents: (parameters, signal) => get("/v1/documents", parameters, signal),
  failures: (parameters, signal) => get("/v1/failures", parameters, signal),
  document: (id, signal) => get(of(id), {}, signal),
  text: (id, parameters, signal) => get(`${of(id)}/text`, parameters, signal),
  original: (id, disposition) => get(`${of(id)}/original`, { disposition }),
  names: (q, signal) => get("/v1/entities", { q, limit: 6 }, signal),
  search: (parameters, signal) => get("/v1/search", parameters, signal),
  mentions: (type, key, parameters, signal) => get(named("entities", type, key, "documents"), parameters, signal),
  statements: (type, key, parameters, signal) => get(named("speakers", type, key, "statements"), parameters, signal),
  stats: (signal) => get("/v1/stats", {}, signal),
  upload: (body) => post("/v1/uploads", body),
};
