import { allRows } from "../../../core/casework/all-rows.ts";
import type { RecordsView } from "../../../core/records/records.ts";
import { REVISIONS } from "../../../core/records/revision.ts";
import { formatIso } from "../../../core/time.ts";
import type { RegistryHealthWire } from "./schema.ts";

/** How far what is judged again has come: until it is through, a period shows what was said before. */
export async function judgingAgain(records: Pick<RecordsView, "subjects" | "counter">): Promise<RegistryHealthWire["judging"]> {
  const open = await allRows(records.subjects, REVISIONS, { where: [{ field: "state", in: ["open"] }], order: "oldest" });
  const [oldest] = open;
  if (oldest === undefined) return null;
  const spans = open.reduce((sum, revision) => sum + revision.spans.length, 0);
  const done = await Promise.all(open.map(({ id }) => records.counter(`revision-span:${id}`)));
  return { since: formatIso(oldest.at), spans, left: spans - done.reduce((sum, n) => sum + n, 0) };
}
