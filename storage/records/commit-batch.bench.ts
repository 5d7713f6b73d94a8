import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bench } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import type { RecordsBatch } from "../../core/records/records.ts";
import { HOUR, instant, MINUTE, plus } from "../../core/time.ts";
import { openSqliteRecords } from "./open-records.ts";

// A back-fill: every hour has sixty minutes of data. `hz` is batches a second; times 500 is hours a second.
const HOURS_PER_BATCH = 500;
const START = instant(Date.UTC(2026, 10, 23));

const directory = await mkdtemp(join(tmpdir(), "outfall-records-"));
const { records, close } = await openSqliteRecords({ file: join(directory, "records.sqlite"), mode: "writer", collections: [] });
let upTo = 0;

bench(
  `commit ${HOURS_PER_BATCH} hours of 60 minutes`,
  async () => {
    upTo += 1;
    await records.commit(backFill(upTo));
  },
  {
    time: 3000,
    teardown: async (_task, mode) => {
      if (mode !== "run") return;
      await close();
      await rm(directory, { recursive: true });
    },
  },
);

function backFill(seq: number): RecordsBatch {
  return {
    upTo: seq,
    step: 0,
    engineAt: START,
    registries: [],
    periods: Array.from({ length: HOURS_PER_BATCH }, (_, i) => hourState(seq, i)),
    verdicts: [],
    findings: [],
    timeline: [],
    subjects: [],
    deadlines: [],
    clearedDeadlines: [],
    outcomes: [],
    commands: [],
    commandsSince: null,
    events: [],
    counters: {},
  };
}

function hourState(seq: number, index: number): PeriodState {
  const start = plus(START, (seq % 20) * HOUR);
  const minutes = Array.from({ length: 60 }, (_, m) => ({
    at: plus(start, m * MINUTE),
    minutes: 1,
    versions: [{ value: 35.2 + m / 10, flag: "N", unit: "mg/m3", order: plus(start, m * MINUTE), channelFrom: 0, seq }] as const,
  }));
  const key = { outlet: `e${index}-DA001`, pollutant: "a21026", basis: "hour", start } as const;
  return { ...key, own: [], minutes, heardAt: start, findings: [], isColoured: false, askAt: null };
}
