import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { spokenHere } from "../spoken-language.ts";
import { CommandFailed } from "./usage-error.ts";

/** Between two looks at a command that the product has taken and not decided. */
const LOOK_EVERY_MS = 500;
/** After so long the outcome is left to whoever asks for it later. */
const PATIENCE_MS = 10 * 60_000;

/** What is asked of the running product. */
export interface ProductRequest {
  /** `http://host:port` */
  readonly product: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly token: string;
}

/**
 * Asks the running product. A change has a key of its own; while its outcome is open it is waited for, and the request
 * is repeated with its key, which is answered and not done again.
 * @throws CommandFailed when nobody answers, or the outcome stays open
 */
export async function askProduct(request: ProductRequest): Promise<Response> {
  const key = request.method === "GET" ? {} : { "idempotency-key": randomUUID() };
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await send(request, key);
    const command = answer.status === 202 ? openCommand(await answer.clone().json()) : undefined;
    if (command === undefined) return answer;
    await decided(request, { command, end });
  }
}

/** Waits until the command is decided, or nobody knows of it: then the same request may be sent again. */
async function decided(
  { product, token }: ProductRequest,
  { command, end }: { readonly command: string; readonly end: number },
): Promise<void> {
  const path = `/api/v1/commands/${encodeURIComponent(command)}`;
  for (;;) {
    if (Date.now() > end) throw new CommandFailed({ code: "outcome-open", facts: { command } });
    await sleep(LOOK_EVERY_MS);
    const look = await send({ product, method: "GET", path, token }, {});
    const isWaiting = look.ok && ((await look.json()) as { readonly state?: unknown }).state === "waiting";
    if (!isWaiting && look.status < 500) return;
  }
}

/** The command of an answer `{command}`; an answer that says more is the answer itself. */
function openCommand(body: unknown): string | undefined {
  const { command, ...more } = body as { readonly command?: unknown };
  return typeof command === "string" && Object.keys(more).length === 0 ? command : undefined;
}

/** Follows no redirect: the token is for the product that was named. */
async function send({ product, method, path, body, token }: ProductRequest, more: Record<string, string>): Promise<Response> {
  const { language } = spokenHere();
  const headers = { authorization: `Bearer ${token}`, "accept-language": language, ...more };
  try {
    return body === undefined
      ? await fetch(`${product}${path}`, { method, headers, redirect: "error" })
      : await fetch(`${product}${path}`, {
          method,
          headers: { ...headers, "content-type": "application/json" },
          body,
          redirect: "error",
        });
  } catch {
    throw new CommandFailed({ code: "no-answer-from", facts: { url: `${product}${path}` } });
  }
}
