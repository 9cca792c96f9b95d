// The types of client.mjs, over those of schema.d.ts.
import type { components, paths } from "./schema.js";

/** The schemas of docs/openapi.json: `Schemas["Statement"]`, `Schemas["Summary"]` and so on. */
export type Schemas = components["schemas"];

type Operation = { parameters: { path?: unknown; query?: unknown }; responses: { 200: { content: object } } };

/** A path that has a GET, as docs/openapi.json writes it: `/v1/documents/{id}`. */
export type GetPath = { [P in keyof paths]: paths[P] extends { get: Operation } ? P : never }[keyof paths];
type GetOf<P extends GetPath> = paths[P] extends { get: infer G extends Operation } ? G : never;

/** The answer to GET of a path. */
export type AnswerOf<P extends GetPath> = GetOf<P>["responses"][200]["content"] extends { "application/json": infer A }
  ? A
  : never;

/** A path whose answer is a page of a list, and the items of that list. */
export type ListPath = { [P in GetPath]: AnswerOf<P> extends { items: unknown[] } ? P : never }[GetPath];
export type ItemOf<P extends ListPath> = AnswerOf<P> extends { items: (infer I)[] } ? I : never;

type PathValues<P extends GetPath> = GetOf<P>["parameters"] extends { path: infer V } ? { path: V } : { path?: never };
type QueryValues<P extends GetPath> = NonNullable<GetOf<P>["parameters"]["query"]>;
type Query<P extends GetPath> = GetOf<P>["parameters"] extends { query: infer Q }
  ? { query: Q }
  : { query?: QueryValues<P> };

/** The values in a path, the parameters, and a signal that aborts the request. */
export type OptionsOf<P extends GetPath> = PathValues<P> & Query<P> & { signal?: AbortSignal };
type Arguments<P extends GetPath> = {} extends OptionsOf<P> ? [options?: OptionsOf<P>] : [options: OptionsOf<P>];

export interface ClientOptions {
  /** A token, or a function that returns one and is called for each request. */
  token?: string | (() => string | Promise<string>);
  /** How often a request is repeated after 429, 500, 502, 503, 504 or a broken connection. Default: 5. */
  retries?: number;
  /** The first pause in milliseconds; pauses double and have jitter. Default: 200. */
  pause?: number;
  /** Replaces fetch, for example by one that signs requests of AWS. */
  fetch?: typeof globalThis.fetch;
}

/** An error of the API: `code` is stable, `detail` states what to do, `errors` names wrong parameters. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: Schemas["WrongParameter"][];
}

/** The id of an object: its URI, `s3://bucket/key`, in base64url. */
export function idOf(uri: string): string;

/** A client of one API. Methods reject with ApiError, and with the error of fetch if there is no answer. */
export class Client {
  constructor(url: string, options?: ClientOptions);
  /** Get a path: `client.get("/v1/documents/{id}", { path: { id } })`. */
  get<P extends GetPath>(path: P, ...options: Arguments<P>): Promise<AnswerOf<P>>;
  /** Yield the items of a list, page after page: `client.items("/v1/documents", { query: { day } })`. */
  items<P extends ListPath>(path: P, ...options: Arguments<P>): AsyncGenerator<ItemOf<P>, void, undefined>;
  /** Create a form for an upload. */
  post(
    path: "/v1/uploads",
    body: Schemas["UploadRequest"],
    options?: { signal?: AbortSignal },
  ): Promise<Schemas["Upload"]>;
}
