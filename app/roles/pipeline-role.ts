import { setPriority } from "node:os";
import type { SeriesStore } from "../../core/ports/series.ts";
import { openIntakeStore } from "../../storage/intake/intake-store.ts";
import { openIntakeView } from "../../storage/intake/intake-view.ts";
import { openJournalArchive } from "../../storage/journal/archive.ts";
import { openJournalCursors } from "../../storage/journal/cursors.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { createInfluxSeries } from "../../storage/series/influx-series.ts";
import { Judge } from "../judge/judge.ts";
import { EntrySource, learnRegistries } from "../pipeline/entry-source.ts";
import { stepIntake } from "../pipeline/intake-reader.ts";
import { JudgeReader } from "../pipeline/judge-reader.ts";
import { ReaderLoop } from "../pipeline/reader-loop.ts";
import { RegistryTimeline } from "../pipeline/registry-timeline.ts";
import { Sealer } from "../pipeline/sealer.ts";
import { stepShipper } from "../pipeline/shipper.ts";
import { Ticker } from "../pipeline/ticker.ts";
import { journalDirectory, openRecords } from "./open-stores.ts";
import type { RoleContext, RunningRole } from "./role.ts";

/** Nicer than the gateway by this much: a busy rule never delays an acknowledgement. */
const NICENESS = 5;

/** Runs the readers of the journal: intake, judge, shipper; and what wakes and seals it. */
export async function startPipelineRole(context: RoleContext): Promise<RunningRole> {
  const { config, clock, bus, counters, log, fatal } = context;
  // On Linux this reaches the calling thread only, which is what is wanted.
  setPriority(0, NICENESS);
  const directory = journalDirectory(config);
  const stores = await openRecords(config, "writer");
  const intake = openIntakeStore({ directory: config.dataDir, log });
  const view = openIntakeView({ directory: config.dataDir });
  const journal = openJournalReader({ directory });
  const ticks = openJournalWriter({ directory, log });
  ticks.onDurable(() => bus.wake("journal"));
  const cursors = openJournalCursors({ directory });
  const registries = new RegistryTimeline(await stores.records.registries());
  const judged = await stores.records.cursor();
  await learnRegistries(journal, registries, { after: judged, upTo: intake.cursor() });

  const source = new EntrySource(journal, registries);
  const judge = new JudgeReader(
    {
      source,
      judge: new Judge(stores.records, registries),
      records: stores.records,
      cursors,
      onCommitted: () => bus.wake("records"),
    },
    judged,
  );
  const loops = [
    new ReaderLoop({
      name: "intake",
      log,
      onNews: (listener) => bus.on("journal", listener),
      step: () => stepIntake({ source, store: intake, cursors, counters, onApplied: () => bus.wake("intake") }),
      onFatal: fatal,
    }),
    new ReaderLoop({
      name: "judge",
      log,
      onNews: (listener) => bus.on("journal", listener),
      step: () => judge.step(),
      onFatal: fatal,
      onStore: (up) => bus.post({ type: "store-health", store: "records", up }),
    }),
  ];
  const series = longTermStore(context);
  if (series !== undefined) {
    loops.push(
      new ReaderLoop({
        name: "shipper",
        log,
        onNews: (listener) => bus.on("intake", listener),
        step: () => stepShipper({ intake: view, series, cursors, counters, log }),
        onFatal: fatal,
        onStore: (up) => bus.post({ type: "store-health", store: "influx", up }),
      }),
    );
  }
  const ticker = new Ticker({ clock, journal: ticks, records: stores.records, log });
  const sealer = new Sealer({
    archive: openJournalArchive({ directory }),
    cursors,
    readers: series === undefined ? ["intake", "judge"] : ["intake", "judge", "shipper"],
    retentionDays: config.rawRetentionDays,
    clock,
    log,
  });
  return {
    doors: {},
    async stop(): Promise<void> {
      await ticker.stop();
      await sealer.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
      await ticks.close();
      await series?.close();
      await journal.close();
      intake.close();
      view.close();
      await stores.close();
    },
  };
}

function longTermStore({ config, log }: RoleContext): SeriesStore | undefined {
  if (config.influx === undefined) return undefined;
  const { url, token, org, bucket } = config.influx;
  return createInfluxSeries({ url, token: token.reveal(), org, bucket, log });
}
