// The addresses of the pages: after `#`, so that the console is a folder of files, and a link can be sent.

export function address(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value != null));
  return `#${path}${query.size ? `?${query}` : ""}`;
}

export const addressOf = {
  documents: (parameters) => address("/", parameters),
  document: (id, parameters) => address(`/documents/${id}`, parameters),
  name: (type, name, parameters) => address(`/names/${type}/${encodeURIComponent(name)}`, parameters),
  said: (parameters) => address("/said", parameters),
  saidBy: (type, name) => address(`/said/${type}/${encodeURIComponent(name)}`),
};

// Returns the parts of the path and the parameters of the current address.
export function current() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decoded);
  return { parts, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

// Changes the parameters of the current address without another page in the history.
export function replaceParameters(changes) {
  const { parts, parameters } = current();
  const path = `/${parts.map(encodeURIComponent).join("/")}`;
  history.replaceState(history.state, "", address(path, { ...parameters, ...changes }));
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
