import { writeSync } from "node:fs";
import { isIPv6 } from "node:net";
import type { Log } from "../../core/log.ts";
import type { IdentityStore } from "../../core/people/identity.ts";
import type { Said } from "../../core/said.ts";
import { START_LINE_WORDS, type StartLineCodes } from "../../words/start-lines.ts";
import { say } from "../../words/word-table.ts";
import type { Config } from "../config.ts";
import { spokenHere } from "../spoken-language.ts";
import type { Endpoint } from "./role.ts";
import { whenStoresAnswer } from "./when-stores-answer.ts";

const STANDARD_ERROR = 2;

interface Start {
  readonly at: Endpoint;
  /** Of the first run: what stands behind `#` in its link. */
  readonly key: string;
  readonly identity: Pick<IdentityStore, "users">;
  readonly log: Log;
  /** Ends the waiting for a store that is away. */
  readonly signal: AbortSignal;
}

/**
 * Tells the person who started the product, on standard error, where its pages are and how one gets in; where the store
 * of the accounts is away, once it is there.
 * @throws what `signal` was aborted with, and whatever is no outage
 */
export async function sayWhere(config: Pick<Config, "demo" | "publicUrl">, start: Start): Promise<void> {
  const line = await wayIn(config, start);
  if (line === undefined) return;
  try {
    writeSync(STANDARD_ERROR, `${say(START_LINE_WORDS, line, spokenHere())}\n`);
  } catch {
    // Nobody reads standard error any more, or it is full: no reason to keep anybody from the pages.
  }
}

/** How one gets in: by an account of the demo or the link of the first run; nothing once there are accounts. */
export async function wayIn(
  { demo, publicUrl }: Pick<Config, "demo" | "publicUrl">,
  { at, key, identity, log, signal }: Start,
): Promise<Said<StartLineCodes> | undefined> {
  const address = publicUrl ?? addressOf(at);
  if (demo) return { code: "demo-is-open", facts: { address } };
  const users = await whenStoresAnswer("first-run", () => identity.users(), { log, signal });
  if (users.length > 0) return undefined;
  return { code: "first-run", facts: { link: `${address.replace(/\/$/, "")}/first-run#${key}` } };
}

/** An address that this machine's browser reaches: a server that listens everywhere is here, too. */
export function addressOf({ host, port }: Endpoint): string {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
