import type { ListenerOptions } from "../../broker/listeners.ts";
import { type Broker, startBroker } from "../../broker/start-broker.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { OnRefused } from "../../core/field/refusal.ts";
import type { RegistryVersions } from "../../core/registry/registry-timeline.ts";
import { type BeijingDate, instant, startOfBeijingDate } from "../../core/time.ts";
import { DayBudgets } from "../../doors/day-budgets.ts";
import { ClockGuard, RIGHT_CLOCK } from "../../field/clock-guard.ts";
import { DeviceNotices } from "../../field/device-notices.ts";
import { DeviceSessions } from "../../field/device-sessions.ts";
import { LiveDeviceDirectory } from "../../field/live-device-directory.ts";
import { starOptionsOf } from "../../ingest/codecs/hj212/decode-options.ts";
import type { StarOptions } from "../../ingest/codecs/hj212/star-secrets.ts";
import { valuesIn } from "../../ingest/codecs/values-in.ts";
import type { ExternalReader, ExternalReaderOptions } from "../../ingest/external/start-external-reader.ts";
import { startHj212Gateway } from "../../ingest/gateway/start-hj212-gateway.ts";
import { StarringJournal } from "../../ingest/starring-journal.ts";
import { FIGURES } from "../../limits/figures.ts";
import { openDeviceRecords } from "../../storage/devices/device-records.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { openSecretBox, type SecretBox } from "../../storage/secrets/secret-box.ts";
import { clockDoubtFile } from "../clock-doubt-file.ts";
import type { Config } from "../config.ts";
import { DiskReserve, freeBytesOf } from "../disk-reserve.ts";
import { EDITION_OF } from "../version.ts";
import { doorConnections } from "./door-connections.ts";
import { journalDirectory } from "./journal-directory.ts";
import { KeptRegistry } from "./kept-registry.ts";
import { openRecords } from "./open-stores.ts";
import type { Doors, RoleContext, RunningRole } from "./role.ts";
import { whenStoresAnswer } from "./when-stores-answer.ts";

const RECORDS_WAIT_MS = 50;

/** Runs the doors: broker and HJ 212 gateway over one journal. Nothing is acknowledged that is not on the disk. */
export async function startGatewayRole(context: RoleContext): Promise<RunningRole> {
  const { config, clock, bus, counters, log } = context;
  const stores = await openRecords(config, "view", { mayBeAway: true });
  const box = openSecretBox(config.dataDir);
  const { devices, reload } = await startDevices(context, stores.records, box);
  const journal = openJournalWriter({ directory: journalDirectory(config), log });
  journal.onDurable(() => bus.wake("journal"));
  journal.onHealth((health, cause) => {
    if (health === "failed") context.fatal(cause ?? new Error("the journal failed"));
    else log[health === "ok" ? "info" : "error"]({ health }, "journal health changed");
  });
  const knownOf = (mn: string): StarOptions => starOptionsOf(devices.find(mn));
  const starring = new StarringJournal({ journal, knownOf, hmacOf: (raw) => box.hmacOf(raw) });
  const shared = { journal: starring, devices, clock, counters, log };
  const budgets = new DayBudgets(config.dayBudget, valuesIn);
  const reserve = reserveOf(context, budgets);
  const limits = doorLimits(config);
  const connections = doorConnections(config, context.roles);
  let broker: Broker | undefined;
  // The gateway's thread never syncs this file and hardly waits for it; the pipeline brings the write-ahead log in.
  const deviceRecords = openDeviceRecords({ directory: config.dataDir, checkpoints: false, waitMs: RECORDS_WAIT_MS });
  const guard = await guardClock(context, () => devices.count);
  const notices = new DeviceNotices({ ...shared, wrongPasswords: FIGURES.wrongPasswordsOfAnHour.value });
  const sessions = await DeviceSessions.start({
    ...{ deviceRecords, devices, clock, counters, log, time: guard ?? RIGHT_CLOCK },
    onTurns: (mn) => notices.addressesInTurn(mn),
    publishDown: async (mn, frame) => (await broker?.publishDown(mn, frame)) ?? false,
  });
  const lookAtRequests = bus.on("devices", () => void sessions.look());
  const onRefused: OnRefused = (refusal) => {
    sessions.refused(refusal);
    notices.refused(refusal);
  };
  broker = await startBroker({
    ...{ ...shared, ...mqttListeners(config), budgets, onRefused },
    limits: { ...limits, connections: connections.mqtt },
    onMessage: (message) => sessions.published(message),
    onPresence: (mn, isOnline) => sessions.presence(mn, isOnline),
  });
  const { addressRate } = config;
  const gatewayLimits = { ...limits, connections: connections.hj212, ...(addressRate !== undefined && { addressRate }) };
  const { hj212 } = config.doors;
  const gateway =
    hj212 && (await startHj212Gateway({ ...shared, ...hj212, limits: gatewayLimits, budgets, observer: sessions, onRefused }));
  const external = config.mqttUrl && (await readCluster({ ...shared, url: config.mqttUrl.reveal(), onRefused }));
  const reportPending = (): void => counters.set("journal_pending_bytes", journal.pendingBytes());
  reportPending();
  const report = setInterval(() => {
    reportPending();
    guard?.look();
    void reserve.look();
  }, 1_000);
  return {
    doors: doorsOf(config, broker, gateway?.port),
    health: () => ({ journal: journal.health(), away: [] }),
    async stop(): Promise<void> {
      clearInterval(report);
      reload();
      lookAtRequests();
      await Promise.all([broker?.close(), gateway?.close(), external?.close()]);
      await sessions.close();
      await deviceRecords.close();
      await journal.close();
      await stores.close();
    },
  };
}

/** The devices, as the records know them; while those are away on a server, as they were known last. */
async function startDevices(context: RoleContext, records: RegistryVersions, box: SecretBox) {
  const { config, bus, log } = context;
  const kept = config.postgresUrl === undefined ? undefined : new KeptRegistry(records, config.dataDir);
  const devices = new LiveDeviceDirectory(kept ?? records, box, (version) => {
    kept?.keep(version).catch((cause: unknown) => log.warn({ cause: String(cause) }, "the registry of the doors was not kept"));
  });
  await whenStoresAnswer("gateway", () => refreshOrGoWithout(devices, config), context);
  let isAway = false;
  const reload = bus.on("records", () => {
    devices.refresh().then(
      () => {
        isAway = false;
        bus.post({ type: "registry-loaded", seq: devices.seq });
      },
      (cause: unknown) => {
        if (!isAway) log.warn({ cause: String(cause) }, "registry not loaded, keeping the one in memory");
        isAway = true;
      },
    );
  });
  return { devices, reload };
}

/** Where nothing was ever journalled no device can be registered: nobody has to wait for records that are away. */
async function refreshOrGoWithout(devices: LiveDeviceDirectory, config: Config): Promise<void> {
  try {
    await devices.refresh();
  } catch (cause) {
    const journal = openJournalReader({ directory: journalDirectory(config) });
    const isNew = (await journal.lastSeq()) === 0;
    await journal.close();
    if (!isNew || !(cause instanceof StoreUnavailableError)) throw cause;
  }
}

/** Watches the system's clock; the clocks of tests and demos are what they are said to be. */
async function guardClock(context: RoleContext, devices: () => number): Promise<ClockGuard | undefined> {
  const { config, clock, counters, log } = context;
  const keeper = clockDoubtFile(config.dataDir);
  if (clock.kind !== "system") {
    keeper.clear();
    return undefined;
  }
  const journal = openJournalReader({ directory: journalDirectory(config) });
  const newest = await journal.lastAt();
  await journal.close();
  const builtAt = startOfBeijingDate(EDITION_OF as BeijingDate);
  const journalNewest = newest === 0 ? undefined : instant(newest);
  return new ClockGuard({
    ...{ clock, builtAt, journalNewest, keeper, devices, counters, log },
    monotonicMs: () => performance.now(),
  });
}

/** Watches the disk on which the journal lies. */
function reserveOf({ config, counters, log }: RoleContext, budgets: DayBudgets): DiskReserve {
  const freeBytes = (): Promise<number> => freeBytesOf(config.dataDir);
  const onChange = (isInReserve: boolean): void => budgets.setDiskInReserve(isInReserve);
  return new DiskReserve({ reserveBytes: config.diskReserveBytes, freeBytes, onChange, counters, log });
}

/** Where devices come in, with the ports that were had; a door that is shut is left out. */
function doorsOf({ doors }: Config, broker: Broker, hj212Port: number | undefined): Doors {
  const open = { mqtt: broker.port, mqtts: broker.tlsPort, mqttWs: broker.webSocketPort, hj212: hj212Port };
  const named = (["mqtt", "mqtts", "mqttWs", "hj212"] as const).flatMap((name) => {
    const [address, port] = [doors[name], open[name]];
    return address === undefined || port === undefined ? [] : [[name, { host: address.host, port }] as const];
  });
  return Object.fromEntries(named);
}

/** What the settings say of both doors; a bound that is not set is the door's own. */
function doorLimits({ deviceRate, maxConnectionsPerAddress: connectionsPerAddress }: Config) {
  return {
    deviceRate,
    ...(connectionsPerAddress !== undefined && { connectionsPerAddress }),
  };
}

/** Where MQTT comes in. */
function mqttListeners({ doors, publicUrl }: Config): ListenerOptions {
  const page = publicUrl === undefined ? undefined : new URL(publicUrl);
  return { plain: doors.mqtt, secure: doors.mqtts, webSocket: doors.mqttWs, tls: doors.mqttTls, publicUrl: page };
}

/** Loads the MQTT client only where there is a cluster to read. */
async function readCluster(options: ExternalReaderOptions): Promise<ExternalReader> {
  const { startExternalReader } = await import("../../ingest/external/start-external-reader.ts");
  return startExternalReader(options);
}
