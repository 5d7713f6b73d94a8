import type { AskedStore, StoreAway } from "../../core/readiness/readiness.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import type { StoreTrouble } from "../../core/store-trouble.ts";
import { ReaderLoop } from "../../doors/reader-loop.ts";
import { GapFinder } from "../../field/gap-finder.ts";
import { createSm4KeyOpener } from "../../field/sm4-keys.ts";
import { Forwarders } from "../../forward/forwarders.ts";
import { EntrySource, learnRegistries } from "../../ingest/entry-source.ts";
import { stepIntake } from "../../ingest/intake-reader.ts";
import { OfferAgain } from "../../ingest/offer-again.ts";
import { StarringJournal } from "../../ingest/starring-journal.ts";
import { Judge } from "../../judge/judge.ts";
import { JudgeReader } from "../../judge/judge-reader.ts";
import { SumDays } from "../../judge/sum-days.ts";
import { openDeviceRecords } from "../../storage/devices/device-records.ts";
import { openIntakeStore } from "../../storage/intake/intake-store.ts";
import { openIntakeView } from "../../storage/intake/intake-view.ts";
import { packingOldReadings } from "../../storage/intake/pack-old-readings.ts";
import { RecentChanges } from "../../storage/intake/recent-changes.ts";
import { openJournalArchive } from "../../storage/journal/archive.ts";
import { openJournalCursors } from "../../storage/journal/cursors.ts";
import { Retention } from "../../storage/journal/retention.ts";
import { Sealer } from "../../storage/journal/sealer.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import { RefusalSummary } from "../../storage/series/refusal-summary.ts";
import { stepShipper } from "../../storage/series/ship-readings.ts";
import { readClockDoubt } from "../clock-doubt-file.ts";
import { DailyDuty } from "../daily-duty.ts";
import { EverySecond } from "../every-second.ts";
import { Ticker } from "../ticker.ts";
import { journalDirectory } from "./journal-directory.ts";
import { lettingGo, longTermStore } from "./long-term.ts";
import { lowerPriority, READERS_NICENESS } from "./lower-priority.ts";
import { openRecords } from "./open-stores.ts";
import type { RoleContext, RunningRole } from "./role.ts";
import { whenStoresAnswer } from "./when-stores-answer.ts";

/** When old segments are let go, in Beijing: the quietest hour. */
const RETENTION_AT = "17 3 * * *";

/** Runs the readers of the journal: intake, judge, shipper; and what wakes and seals it. */
export async function startPipelineRole(context: RoleContext): Promise<RunningRole> {
  lowerPriority(READERS_NICENESS, context.log);
  const stores = await openStores(context);
  const begin = await whenStoresAnswer("pipeline", () => beginning(stores), context);
  const away = new Map<AskedStore, StoreAway>();
  const { loops, registries } = startReaders(context, stores, { ...begin, away });
  const forwarders = startForwarders(context, stores, registries);
  const gaps = startGapFinder(context, stores, registries);
  const { clock, log, config } = context;
  const isTrusted = (): boolean => readClockDoubt(config.dataDir) === undefined;
  const ticker = new Ticker({ clock, journal: stores.ticks, records: stores.records, isTrusted, log });
  const { archive, cursors, journal } = stores;
  const sealer = new Sealer({ archive, cursors, readers: loops.map((loop) => loop.name), log });
  const retention = new Retention({ archive, journal, retentionDays: config.rawRetentionDays, mayExpire: isTrusted, log });
  const again = new OfferAgain({
    ...{ intake: stores.intakeView, reader: journal, writer: stores.ticks, clock, isTrusted, log },
    counters: context.counters,
  });
  const offers = new EverySecond(() => again.look(), log);
  const registry = () => registries.at(Number.MAX_SAFE_INTEGER);
  const sums = new SumDays({ records: stores.records, registry, clock });
  const summing = new EverySecond(() => sums.look(), log);
  const packing = new EverySecond(packingOldReadings(stores.intake, clock), log);
  const letting = await lettingGo(context, { store: stores.intake, cursors, mayLetGo: isTrusted });
  const duty = new DailyDuty({ name: "retention", at: RETENTION_AT, run: () => retention.once(), log });
  return {
    doors: {},
    health: () => ({ away: [...away.values()] }),
    async stop(): Promise<void> {
      await ticker.stop();
      await offers.stop();
      await summing.stop();
      await packing.stop();
      await letting?.stop();
      await sealer.stop();
      await duty.stop();
      await forwarders.stop();
      await gaps.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
      await stores.close();
    },
  };
}

type Stores = Awaited<ReturnType<typeof openStores>>;

/** Everything the pipeline reads and writes. It is the one writer of the working store and of the records. */
async function openStores(context: RoleContext) {
  const { config, bus, log } = context;
  const directory = journalDirectory(config);
  const relational = await openRecords(config, "writer", { mayBeAway: true });
  const recent = config.influx === undefined ? undefined : new RecentChanges();
  const intake = openIntakeStore({ directory: config.dataDir, log, ...(recent && { recent }) });
  const intakeView = openIntakeView({ directory: config.dataDir });
  const journal = openJournalReader({ directory });
  const box = openSecretBox(config.dataDir);
  const ticks = new StarringJournal({ journal: openJournalWriter({ directory, log }), hmacOf: (raw) => box.hmacOf(raw) });
  ticks.onDurable(() => bus.wake("journal"));
  const series = await longTermStore(context);
  const deviceRecords = openDeviceRecords({ directory: config.dataDir });
  return {
    records: relational.records,
    intake,
    intakeView,
    /** What the shipper reads: mostly what is still in memory. */
    written: recent?.over(intakeView) ?? intakeView,
    journal,
    ticks,
    series,
    deviceRecords,
    cursors: openJournalCursors({ directory }),
    archive: openJournalArchive({ directory }),
    async close(): Promise<void> {
      await ticks.close();
      await series?.close();
      await journal.close();
      await intake.close();
      await intakeView.close();
      await deviceRecords.close();
      await relational.close();
    },
  };
}

/** Where the readers begin, and the registry as it was there. */
async function beginning({ records, intake, journal }: Stores): Promise<Beginning> {
  const judged = await records.cursor();
  const taken = await intake.cursor();
  const registries = new RegistryTimeline(await records.registryAt(Math.min(judged, taken)), records);
  registries.expect("intake", "judge");
  for (const version of await records.registrySteps(Math.min(judged, taken))) registries.add(version.seq, version);
  await learnRegistries(journal, registries, { after: judged, upTo: taken });
  return { judged, registries };
}

interface Beginning {
  readonly judged: number;
  readonly registries: RegistryTimeline;
}

/** Starts the readers, each at its own place in the journal. */
function startReaders(context: RoleContext, stores: Stores, { judged, registries, away }: ReadersBeginning): Readers {
  const { bus, counters, log, fatal } = context;
  const { records, intake, cursors, journal, series, deviceRecords } = stores;
  const source = new EntrySource(journal, registries, createSm4KeyOpener(openSecretBox(context.config.dataDir)));
  const onCommitted = (): void => bus.wake("records");
  const judge = new JudgeReader(
    { source: source.for("judge"), judge: new Judge(records, registries), records, cursors, onCommitted },
    judged,
  );
  const onStore = (store: AskedStore) => (isUp: boolean, trouble?: StoreTrouble) => {
    if (isUp) away.delete(store);
    else away.set(store, { store, trouble: trouble?.code ?? "other-trouble" });
  };
  const onJournal = (listener: () => void): (() => void) => bus.on("journal", listener);
  const loops = [
    new ReaderLoop({
      ...{ name: "intake", log, onNews: onJournal, onFatal: fatal, onStore: onStore("intake") },
      step: () =>
        stepIntake({
          source: source.for("intake"),
          store: intake,
          cursors,
          counters,
          deviceRecords,
          log,
          onApplied: () => bus.wake("intake"),
        }),
    }),
    new ReaderLoop({
      ...{ name: "judge", log, onNews: onJournal, onFatal: fatal, onStore: onStore("records") },
      step: () => judge.step(),
    }),
  ];
  if (series === undefined) return { loops, registries };
  const refusals = new RefusalSummary(log);
  const shipper = new ReaderLoop({
    ...{ name: "shipper", log, onNews: (listener) => bus.on("intake", listener), onFatal: fatal, onStore: onStore("series") },
    step: () => stepShipper({ intake: stores.written, series, cursors, counters, refusals }),
  });
  return { loops: [...loops, shipper], registries };
}

interface ReadersBeginning extends Beginning {
  /** Stores that did not take the last batch of a reader; the readers keep it true. */
  readonly away: Map<AskedStore, StoreAway>;
}

interface Readers {
  readonly loops: readonly ReaderLoop[];
  readonly registries: RegistryTimeline;
}

/**
 * Forwarders read from the working store, which keeps its readings: sealing the journal does not wait for a platform
 * that is away.
 */
function startForwarders(context: RoleContext, stores: Stores, registries: RegistryTimeline): Forwarders {
  const { bus, clock, counters, log, config } = context;
  const box = openSecretBox(config.dataDir);
  return new Forwarders({
    ...{ intake: stores.intakeView, cursors: stores.cursors, registries, clock, counters, log },
    senderOf: async (seq) => (await stores.journal.entry(seq))?.mn,
    unseal: (secret) => box.unseal(secret),
    onNews: (listener) => bus.on("intake", listener),
    report: (states) => bus.post({ type: "upstreams", states }),
  });
}

/** Has devices asked for hours and minutes that they owe. */
function startGapFinder(context: RoleContext, stores: Stores, registries: RegistryTimeline): GapFinder {
  const { clock, counters, log, bus } = context;
  return new GapFinder({
    ...{ deviceRecords: stores.deviceRecords, intake: stores.intakeView, clock, counters, log },
    registry: () => registries.at(Number.MAX_SAFE_INTEGER),
    mayLook: () => readClockDoubt(context.config.dataDir) === undefined,
    onAsked: () => bus.wake("devices"),
  });
}
