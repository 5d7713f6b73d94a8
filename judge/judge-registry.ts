import { indexRegistry } from "../core/registry/grid.ts";
import type { Registry } from "../core/registry/registry.ts";
import { changedLaw } from "./changed-law.ts";
import { leaveOutcome } from "./judge-request.ts";
import { beginRevision } from "./revise.ts";
import type { Turn } from "./turn.ts";

/** So many periods are judged again within the entry itself: what a person waits for. */
const AT_ONCE = 2_000;

/**
 * Takes a registry version into force and judges again the periods that other law applies to now: a period is judged by
 * the limit in force in it, also when the limit becomes known only now. What is more than a person can wait for follows
 * in slices.
 */
export async function judgeRegistry(turn: Turn, registry: Registry): Promise<void> {
  turn.set.putRegistry({ seq: turn.seq, at: turn.now, registry });
  const index = indexRegistry(registry);
  const revised = await beginRevision({ ...turn, index }, changedLaw(turn.index, index), AT_ONCE);
  turn.set.putEvent({
    seq: turn.seq,
    at: turn.now,
    type: "registry",
    subject: String(turn.seq),
    outlet: null,
    cell: null,
    enterprise: null,
    data: { revised: revised.length },
  });
  leaveOutcome(turn, { ok: true, result: { revised } });
}
