// The command that mends a failure: upload the corrected file again, or read the object again after a fault of the stack.

// Codes whose cause is in the stack, not in the file.
const OF_THE_STACK = new Set(["ocr_unavailable", "access_denied", "retries_exhausted", "stalled", "archived"]);

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function mendingCommand({ uri, code }) {
  if (OF_THE_STACK.has(code)) return `nutgraf redrive --code ${code}`;
  const name = uri.split("/").pop() || "FILE";
  return `aws s3 cp ${quoted(name)} ${quoted(uri)}`;
}
