import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { METRICS } from "../core/metrics-table.ts";
import { Bus } from "./bus.ts";
import { MetricsBoard, ThreadCounters } from "./metrics.ts";

test("every role's counts stand on the board with the help of the table, under the role and the kind", async () => {
  const bus = new Bus(`metrics-test-${randomUUID()}`);
  const gateway = new ThreadCounters("gateway", bus);
  const board = new MetricsBoard(bus);
  try {
    gateway.add("hj212_rejected_total", "wrong-crc");
    gateway.add("hj212_rejected_total", "wrong-crc", 2);
    gateway.set("journal_pending_bytes", 7);
    gateway.set("journal_pending_bytes", 5);
    gateway.publish();

    const text = await board.text();

    expect(text).toContain('outfall_hj212_rejected_total{role="gateway",kind="wrong-crc"} 3');
    expect(text).toContain('outfall_journal_pending_bytes{role="gateway",kind=""} 5');
    expect(text).toContain(`# HELP outfall_hj212_rejected_total ${METRICS.hj212_rejected_total.help}`);
    expect(text).toContain("# TYPE outfall_hj212_rejected_total counter");
    expect(text).toContain("# TYPE outfall_journal_pending_bytes gauge");
  } finally {
    gateway.close();
    bus.close();
  }
});
