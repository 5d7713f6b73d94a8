import type { Actor } from "../people/actor.ts";
import type { Command } from "./command.ts";
import type { WireSchema } from "./subject-door.ts";

/** What of a kind of command is needed to make one. */
interface KindOf<Body> {
  readonly type: string;
  readonly format: number;
  readonly body: WireSchema<Body>;
}

/**
 * A command of that kind, as it goes into the journal.
 * `subject` is the id of the row that it is about, `null` for a kind that makes one.
 */
export function commandOf<Body>(
  kind: KindOf<Body>,
  asked: { readonly actor: Actor; readonly subject: string | null; readonly body: Body },
): Command {
  return { type: kind.type, format: kind.format, ...asked };
}
