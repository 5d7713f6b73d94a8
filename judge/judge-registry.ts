import { SUBJECTS } from "../cases/all-subjects.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { isWhole, type RegistryStep, stepBetween } from "../core/registry/registry-edit.ts";
import type { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { applyEffects, momentOf } from "./apply-effects.ts";
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
export async function judgeRegistry(turn: Turn, step: RegistryStep, registries: RegistryTimeline): Promise<void> {
  const index = registries.at(turn.seq);
  const isFirst = registries.versionAt(turn.seq - 1) === 0;
  // Older builds journalled documents: what says little new is stored as what it changes.
  const stored = isWhole(step) && !isFirst ? stepBetween(turn.index.registry, index.registry) : step;
  turn.set.putRegistry({ seq: turn.seq, at: turn.now, ...stored });
  await followGrid(turn, index);
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

/** What subjects of casework make of the new grid, before anything is judged by it. */
async function followGrid(turn: Turn, index: RegistryIndex): Promise<void> {
  const moment = momentOf({ ...turn, index });
  for (const { gridChange } of SUBJECTS) {
    if (gridChange === undefined) continue;
    const facts = await gridChange.needs(turn.index, moment, turn.set.reader);
    await applyEffects(turn, gridChange.decide(turn.index, moment, facts));
  }
}
