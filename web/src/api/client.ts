import { pageLanguage } from "../i18n/page-language.ts";
import { isPersonThere } from "./person-there.ts";

interface Problem {
  readonly status?: number;
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  readonly allowed?: readonly unknown[];
}

/** An answer that is not a success, as problem+json says it. `status` 0: no answer at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? (status === 0 ? "no-answer" : `http-${status}`);
    this.problem = problem;
  }
}

let onSignedOut: () => void = () => {};

/** Registers what happens when the server says that the session is over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** An answer with the version of what it shows, as a change of it has to name it. */
export interface Tagged<T> {
  readonly answer: T;
  readonly version: string;
}

interface RequestParts {
  readonly body?: unknown;
  readonly ifMatch?: string;
}

async function request<T>(method: string, path: string, parts: RequestParts = {}): Promise<T> {
  return (await taggedRequest<T>(method, path, parts)).answer;
}

async function taggedRequest<T>(method: string, path: string, parts: RequestParts): Promise<Tagged<T>> {
  const init = initOf(method, parts);
  for (let looks = 0; ; looks++) {
    const { response, answer } = await ask(path, init);
    const command = response.status === 202 ? openCommand(answer) : undefined;
    if (command === undefined) return taggedAnswer<T>(path, response, answer);
    // The request has its key, so that sending it again asks for its answer and does nothing twice.
    await decided(command, MOST_LOOKS - looks);
  }
}

/**
 * The command of an answer `{command}`: the server has taken a change and not decided it yet. What is asked of a device
 * is answered with 202, too, and its answer says more.
 */
function openCommand(answer: unknown): string | undefined {
  const { command, ...more } = (answer ?? {}) as { readonly command?: string };
  return Object.keys(more).length === 0 ? command : undefined;
}

/** Once a second; who works on a page should know after a minute that it takes longer. */
const LOOK_EVERY_MS = 1_000;
const MOST_LOOKS = 60;

/** Waits until the command is decided, or nobody knows of it. @throws ApiError when that takes too long */
async function decided(command: string, looks: number): Promise<void> {
  for (let i = 0; i < looks; i++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const { response, answer } = await ask(`/commands/${encodeURIComponent(command)}`, initOf("GET", {}));
    const isWaiting = response.ok ? (answer as { readonly state?: string } | null)?.state === "waiting" : response.status >= 500;
    if (!isWaiting) return;
  }
  throw new ApiError(202, { code: "outcome-open" });
}

function initOf(method: string, { body, ifMatch }: RequestParts): RequestInit {
  const headers: Record<string, string> = { accept: "application/json", "accept-language": pageLanguage() };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (method !== "GET") headers["idempotency-key"] = idempotencyKey();
  if (!isPersonThere()) headers["x-outfall-background"] = "1";
  if (ifMatch !== undefined) headers["if-match"] = ifMatch;
  return { method, headers, credentials: "same-origin", ...(body !== undefined && { body: JSON.stringify(body) }) };
}

async function ask(path: string, init: RequestInit): Promise<{ readonly response: Response; readonly answer: unknown }> {
  const response = await fetch(`/api/v1${path}`, init).catch((cause: unknown) => {
    throw new ApiError(0, { detail: String(cause) });
  });
  const text = await response.text().catch((cause: unknown) => {
    throw new ApiError(0, { detail: String(cause) });
  });
  return { response, answer: parseJson(text) };
}

function taggedAnswer<T>(path: string, response: Response, answer: unknown): Tagged<T> {
  if (response.ok) return { answer: answer as T, version: response.headers.get("etag") ?? "" };
  if (response.status === 401 && !/^\/session($|\/)/.test(path)) onSignedOut();
  throw new ApiError(response.status, (answer as Problem | null) ?? {});
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

// `crypto.randomUUID` exists on secure origins only; a bureau may serve plain HTTP inside its own network.
function idempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Parts of a query string; what is undefined, null or empty is left out. */
export type Query = Readonly<Record<string, QueryValue | readonly string[]>>;
type QueryValue = string | number | boolean | null | undefined;

function isSeveral(value: Query[string]): value is readonly string[] {
  return Array.isArray(value);
}

/** `?a=1&b=2`, or nothing; several values of one name follow one another. */
export function queryText(query: Query): string {
  const parts = Object.entries(query).flatMap(([key, value]) =>
    (isSeveral(value) ? value : [value])
      .filter((v) => v !== undefined && v !== null && v !== "")
      .map((v) => `${key}=${encodeURIComponent(String(v))}`),
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** Reads one resource below `/api/v1`. */
export function get<T>(path: string, query: Query = {}): Promise<T> {
  return request<T>("GET", path + queryText(query));
}

/** Asks for a change. Repeating the same call by hand is another change: each call carries its own key. */
export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return request<T>("POST", path, { body });
}

/** Reads one resource with its version. */
export function getTagged<T>(path: string): Promise<Tagged<T>> {
  return taggedRequest<T>("GET", path, {});
}

/** Changes what still has the version that was seen; answers with the new version. */
export async function patch(path: string, body: unknown, seenVersion: string): Promise<string> {
  return (await patchTagged(path, body, seenVersion)).version;
}

/** Changes fields of something that has no version. */
export function change<T>(path: string, body: unknown): Promise<T> {
  return request<T>("PATCH", path, { body });
}

/** Changes a part, or asks what that would do, and answers with the version that it is about. */
export function patchTagged<T>(path: string, body: unknown, seenVersion: string): Promise<Tagged<T>> {
  return taggedRequest<T>("PATCH", path, { body, ifMatch: seenVersion });
}

/** Replaces a whole document. */
export function put<T>(path: string, body: unknown): Promise<T> {
  return request<T>("PUT", path, { body });
}

/** Replaces a whole document, or asks what that would do, and answers with the version that it is about. */
export function putTagged<T>(path: string, body: unknown, seenVersion?: string): Promise<Tagged<T>> {
  return taggedRequest<T>("PUT", path, { body, ...(seenVersion !== undefined && { ifMatch: seenVersion }) });
}

/** Takes something away. */
export function remove(path: string): Promise<void> {
  return request("DELETE", path);
}

/** Ends the session. */
export function signOut(): Promise<void> {
  return remove("/session");
}
