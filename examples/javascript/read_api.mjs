// Prints what a person said, with the read API: node read_api.mjs URL NAME [TOKEN]
//
//     node read_api.mjs http://127.0.0.1:5056 "Ingrid Halvorsen"
//
// Needs nothing but Node.js 20. Without a clone, copy clients/typescript/client.mjs.
import { ApiError, Client } from "../../clients/typescript/client.mjs";

const [url, name, token] = process.argv.slice(2);
if (!url || !name) {
  console.error("usage: node read_api.mjs URL NAME [TOKEN]");
  process.exit(2);
}
const client = new Client(url, token ? { token } : {});
try {
  const path = { type: /** @type {const} */ ("PERSON"), key: name };
  for await (const said of client.items("/v1/speakers/{type}/{key}/statements", { path })) {
    console.log(`${said.name} ${said.cue ?? ""}: ${said.quote}`);
    console.log(`  in ${said.title ?? said.uri}, ${said.uploaded_at}`);
  }
} catch (error) {
  console.error(error instanceof ApiError ? error.message : `No answer from ${url}: ${error}`);
  process.exit(1);
}
