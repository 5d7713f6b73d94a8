import { writeSync } from "node:fs";
import { isIPv6 } from "node:net";
import type { IdentityStore } from "../../core/people/identity.ts";
import type { Said } from "../../core/said.ts";
import { START_LINE_WORDS, type StartLineCodes } from "../../words/start-lines.ts";
import { say } from "../../words/word-table.ts";
import type { Config } from "../config.ts";
import { spokenHere } from "../spoken-language.ts";
import type { Endpoint } from "./role.ts";

const STANDARD_ERROR = 2;

/** What the person who started the product is told: where its pages are, and how one gets in. */
export async function sayWhere(
  config: Pick<Config, "demo" | "publicUrl">,
  { at, key, identity }: { readonly at: Endpoint; readonly key: string; readonly identity: Pick<IdentityStore, "users"> },
): Promise<void> {
  const address = config.publicUrl ?? addressOf(at);
  if (config.demo) {
    tell({ code: "demo-is-open", facts: { address } });
    return;
  }
  // A store that is away keeps the doors from nothing: the line is left out, and the next start says it.
  const users = await identity.users().catch(() => undefined);
  if (users === undefined || users.length > 0) return;
  tell({ code: "first-run", facts: { link: `${address.replace(/\/$/, "")}/first-run#${key}` } });
}

/** An address that this machine's browser reaches: a server that listens everywhere is here, too. */
export function addressOf({ host, port }: Endpoint): string {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function tell(said: Said<StartLineCodes>): void {
  writeSync(STANDARD_ERROR, `${say(START_LINE_WORDS, said, spokenHere())}\n`);
}
