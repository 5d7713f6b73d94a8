import type { CommandOutcome, CommandRequest } from "../../core/casework/command.ts";
import type { Clock } from "../../core/clock.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import { type TakeEntryDeps, takeEntry, waitForOutcome } from "./take-entry.ts";

/** What becomes an entry, and the request that it came with. */
export type Submitted = Pick<NewEntry, "kind" | "format"> &
  Partial<Pick<NewEntry, "at">> & { readonly content: object; readonly request: CommandRequest };

/** Makes an entry of JSON durable and waits until it is decided. */
export async function submitEntry(
  deps: TakeEntryDeps & { readonly clock: Clock },
  { request, content, ...submitted }: Submitted,
): Promise<CommandOutcome> {
  const payload = new TextEncoder().encode(JSON.stringify(content));
  return outcomeOf(deps, { at: deps.clock.now(), transport: "api", mn: "", topic: "", payload, ...submitted }, request);
}

/** Makes an entry durable and waits until it is decided. */
export async function outcomeOf(deps: TakeEntryDeps, entry: NewEntry, request: CommandRequest): Promise<CommandOutcome> {
  const seq = await takeEntry(deps, entry, request.id);
  return waitForOutcome(deps, { seq, command: request.id });
}
