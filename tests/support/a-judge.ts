import type { EntryContent } from "../../core/entries/read-entry.ts";
import type { Reading } from "../../core/readings/reading.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import type { Instant } from "../../core/time.ts";
import { Judge } from "../../judge/judge.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";

/** A judge over memory records under a registry; each thing that happens is committed before the next. */
export function judgeUnder(registry: Registry, mn: string) {
  const records = new MemoryRecords();
  const registries = new RegistryTimeline({ seq: 1, registry });
  const judge = new Judge(records, registries);
  let seq = 1;
  const happen = async (content: EntryContent, at: Instant): Promise<number> => {
    seq += 1;
    if (content.kind === "registry") registries.add(seq, content.step);
    const entry = { kind: "frame", seq, at, transport: "mqtt", mn, topic: "", payload: new Uint8Array(0), format: 1 } as const;
    while ((await judge.apply({ entry, content })) === "commit-and-again") {
      await records.commit(await judge.take(seq - 1, "commit-and-again"));
    }
    await records.commit(await judge.take(seq));
    return seq;
  };
  const read = (readings: readonly Reading[], at: Instant) => {
    const said = { isControl: false, rejections: [], quirks: [], raw: new Uint8Array(0), topic: "", transport: "mqtt" } as const;
    return happen({ kind: "message", message: { ...said, messageId: 0, seq: 0, receivedAt: at, mn, readings } }, at);
  };
  const put = (next: Registry, at: Instant) => happen({ kind: "registry", step: { registry: next } }, at);
  return { records, happen, read, put };
}
