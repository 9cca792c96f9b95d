// Writes schema.d.ts, the types of the read API, from docs/openapi.json: npm run types
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const description = await readFile(new URL("../../docs/openapi.json", import.meta.url));
const hash = createHash("sha256").update(description).digest("hex");
// A field with a default is optional: a request may leave it out.
const types = astToString(await openapiTS(JSON.parse(description), { defaultNonNullable: false }));
const head = `// Generated from docs/openapi.json by npm run types. SHA-256 of docs/openapi.json:\n// ${hash}\n\n`;
await writeFile(new URL("schema.d.ts", import.meta.url), head + types);
