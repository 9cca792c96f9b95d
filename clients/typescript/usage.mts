// Uses the types of the client; `npm run check` compiles it. It does not run.
import { ApiError, Client, idOf, type Schemas } from "nutgraf-client";

const client = new Client("http://127.0.0.1:5056", { token: async () => "token" });

for await (const document of client.items("/v1/documents", { query: { day: "2026-11-22", status: "SUMMARIZED" } })) {
  const title: string | undefined = document.title;
  console.log(document.id, title);
}
for await (const each of client.items("/v1/speakers/{type}/{key}/statements", { path: { type: "PERSON", key: "lorne" } })) {
  const statement: Schemas["Statement"] = each;
  console.log(statement.quote, statement.confidence?.toFixed(2));
}
const answer = await client.get("/v1/documents/{id}", { path: { id: idOf("s3://bucket/report.pdf") } });
const text: string | undefined = answer.summary?.summary.text;
const form = await client.post("/v1/uploads", { key: "inbox/report.pdf" });
const fields: Record<string, string> = form.fields;
console.log(text, fields, (await client.get("/v1/stats")).days[0]?.day);

// @ts-expect-error: there is no such path.
await client.get("/v1/document/{id}", { path: { id: "x" } });
// @ts-expect-error: the path needs an id.
await client.get("/v1/documents/{id}");
// @ts-expect-error: there is no such parameter.
client.items("/v1/documents", { query: { days: "2026-11-22" } });
// @ts-expect-error: a document is no list.
client.items("/v1/documents/{id}", { path: { id: "x" } });
// @ts-expect-error: there is no such status.
client.items("/v1/documents", { query: { status: "DONE" } });

try {
  await client.get("/v1/stats");
} catch (error) {
  if (error instanceof ApiError) console.log(error.code, error.errors.map((each) => each.name));
}
