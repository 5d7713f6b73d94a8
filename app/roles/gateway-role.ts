import { startBroker } from "../../broker/start-broker.ts";
import { startExternalReader } from "../../ingest/external/start-external-reader.ts";
import { startHj212Gateway } from "../../ingest/gateway/start-hj212-gateway.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { LiveDeviceDirectory } from "../registry/device-directory.ts";
import { openSecretBox } from "../registry/secret-box.ts";
import { journalDirectory, openRecords } from "./open-stores.ts";
import type { RoleContext, RunningRole } from "./role.ts";

/** Runs the doors: broker and HJ 212 gateway over one journal. Nothing is acknowledged that is not on the disk. */
export async function startGatewayRole(context: RoleContext): Promise<RunningRole> {
  const { config, clock, bus, counters, log } = context;
  const stores = await openRecords(config, "view");
  const devices = new LiveDeviceDirectory(stores.records, openSecretBox(config.dataDir));
  await devices.refresh();
  const reload = bus.on("records", () => {
    devices.refresh().then(
      () => bus.post({ type: "registry-loaded", seq: devices.seq }),
      (cause: unknown) => log.warn({ cause: String(cause) }, "registry not loaded, keeping the one in memory"),
    );
  });
  const journal = openJournalWriter({ directory: journalDirectory(config), log });
  journal.onDurable(() => bus.wake("journal"));
  journal.onHealth((health, cause) => {
    bus.post({ type: "health", journal: health });
    if (health === "failed") context.fatal(cause ?? new Error("the journal failed"));
    else log[health === "ok" ? "info" : "error"]({ health }, "journal health changed");
  });
  const shared = { host: config.host, journal, devices, clock, counters, log };
  const limits = { deviceRate: config.deviceRate };
  const broker = await startBroker({ ...shared, port: config.mqttPort, limits });
  const gateway = await startHj212Gateway({ ...shared, port: config.hj212Port, limits });
  const external = config.mqttUrl && startExternalReader({ ...shared, url: config.mqttUrl.reveal() });
  const report = setInterval(() => {
    counters.set("journal_pending_bytes", journal.pendingBytes());
    bus.post({ type: "doors", unknownDevices: [...gateway.unknownDevices(), ...(external?.unknownDevices() ?? [])] });
  }, 1_000);
  return {
    doors: { mqtt: { host: config.host, port: broker.port }, hj212: { host: config.host, port: gateway.port } },
    async stop(): Promise<void> {
      clearInterval(report);
      reload();
      await Promise.all([broker.close(), gateway.close(), external?.close()]);
      await journal.close();
      await stores.close();
    },
  };
}
