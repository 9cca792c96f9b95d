// Queries the summaries table with the AWS SDK for JavaScript: node query.mjs TABLE URI
//
// Prints the status of an upload, its title, its summary, and who said what. Run `npm ci` in this folder first.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

const [table, uri] = process.argv.slice(2);
if (!table || !uri) {
  console.error("usage: node query.mjs TABLE s3://bucket/key");
  process.exit(2);
}

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({}));

async function row(sk) {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: table, Key: { pk: uri, sk } }));
  return Item;
}

const state = await row("state");
if (!state) {
  console.error(`${uri} is not in the table.`);
  process.exit(1);
}
console.log(state.status, state.code ?? "", state.message ?? "");

// Without an index_id in the state, the object has no valid summary (yet).
const summary = state.index_id && (await row("summary"));
if (summary) {
  console.log(summary.title ?? "(no title)");
  console.log(summary.summary.text);
  for (const said of summary.attributions) {
    const content = said.content.map((span) => span.text).join(" … ");
    console.log(`${said.entity ?? said.speaker?.text ?? "(unknown)"}: ${content}`);
  }
}
