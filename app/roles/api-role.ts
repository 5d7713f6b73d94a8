import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type CommandBusDeps, createCommandBus } from "../../api/commands/create-command-bus.ts";
import type { ApiDeps } from "../../api/context/deps.ts";
import { createApi } from "../../api/create-api.ts";
import { HTTP_SOCKETS } from "../../api/http/bound-connections.ts";
import { takeUsedKeys } from "../../api/resources/devices/new-keys.ts";
import type { CommandBus } from "../../core/casework/command-bus.ts";
import type { UpstreamState } from "../../core/field/upstream-state.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { indexRegistry } from "../../core/registry/grid.ts";
import { NewestRegistry } from "../../core/registry/newest-registry.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { weakSecrets } from "../../core/registry/weak-secrets.ts";
import { instant, SECOND } from "../../core/time.ts";
import { createSm4KeyOpener } from "../../field/sm4-keys.ts";
import { encodeFrame, type FrameItems } from "../../ingest/codecs/hj212/encode-frame.ts";
import { decodeLines } from "../../ingest/decode-line.ts";
import { StarringJournal } from "../../ingest/starring-journal.ts";
import { previewRegistry } from "../../judge/preview-registry.ts";
import { FIGURES } from "../../limits/figures.ts";
import type { DemoAccountSeed } from "../../simulators/demo/demo-accounts.ts";
import { openDeviceRecords } from "../../storage/devices/device-records.ts";
import { journalPart } from "../../storage/installation/parts-on-disk.ts";
import { openIntakeView } from "../../storage/intake/intake-view.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { openSecretBox, type SecretBox } from "../../storage/secrets/secret-box.ts";
import { readClockDoubt } from "../clock-doubt-file.ts";
import { type Config, isLoopback } from "../config.ts";
import type { SeedDeps } from "../demo/seed-demo.ts";
import { EverySecond } from "../every-second.ts";
import { shippedLaw } from "../limits-file.ts";
import { MetricsBoard } from "../metrics.ts";
import { isOwnDoor } from "../own-door.ts";
import { askingRoles } from "../readiness/ask-role.ts";
import { AskedStores } from "../readiness/ask-stores.ts";
import { Readiness } from "../readiness/readiness.ts";
import { followRegistryInDoors } from "../registry-in-doors.ts";
import { VERSION } from "../version.ts";
import { doorConnections } from "./door-connections.ts";
import { journalDirectory } from "./journal-directory.ts";
import { lifeOfData } from "./life-file.ts";
import { olderReadings } from "./long-term.ts";
import { lowerPriority, READERS_NICENESS } from "./lower-priority.ts";
import { openRecords } from "./open-stores.ts";
import type { RoleContext, RunningRole } from "./role.ts";
import { runningDoors } from "./running-doors.ts";
import { sayWhere } from "./say-where.ts";
import { takingShippedLaw } from "./take-shipped-law.ts";

const LIFE_CHARACTERS = 12;
/** Twice in the time in which values come: what is older would be seen to lag. */
const BOARD_AGE_MS = 2_000;
/** 192 bits: nobody guesses it, and a line still holds it. */
const FIRST_RUN_BYTES = 24;

/** Runs the HTTP side: it reads the stores and puts what people ask for into the journal. */
export async function startApiRole(context: RoleContext): Promise<RunningRole> {
  lowerPriority(READERS_NICENESS, context.log);
  const { config, clock, bus, log } = context;
  const directory = journalDirectory(config);
  const stores = await openRecords(config, "view", { mayBeAway: true });
  const intake = openIntakeView({ directory: config.dataDir });
  const older = await olderReadings(config);
  const deviceRecords = openDeviceRecords({ directory: config.dataDir });
  const journal = openJournalReader({ directory });
  const box = openSecretBox(config.dataDir);
  const writer = new StarringJournal({ journal: openJournalWriter({ directory, log }), hmacOf: (raw) => box.hmacOf(raw) });
  writer.onDurable(() => bus.wake("journal"));
  const registry = new NewestRegistry(stores.records);
  const commands = commandsOf(context, { journal: writer, records: stores.records, secrets: box, registry });
  const readiness = readinessOf(context, { journal, intake, records: stores.records });
  const accounts = config.demo ? await seed({ commands, records: stores.records, identity: stores.identity, clock }) : [];
  const firstRunKey = randomBytes(FIRST_RUN_BYTES).toString("base64url");
  const api = await createApi({
    ...{ firstRunKey, records: stores.records, intake, journal, identity: stores.identity, commands, wake: bus, clock, log },
    ...{ registry, version: VERSION, ...(older && { olderReadings: older }) },
    life: await lifeOf(context, box),
    demo: config.demo,
    demoAccounts: accounts.map(({ username, password, role, name }) => ({ username, password, role, name })),
    systemTime: () => instant(Date.now()),
    ...settingsOf(config),
    ...httpBounds(context),
    metrics: metricsOf(context),
    readiness: () => readiness.state(),
    clockDoubt: () => readClockDoubt(config.dataDir),
    deviceRecords,
    onDeviceRequest: () => bus.wake("devices"),
    ...framesOf(box),
    deviceDoors: () => runningDoors(config.dataDir),
    weakSecrets: (document) => weakSecrets(document, box),
    keyLifeDays: FIGURES.sm4KeyLife.value,
    ...{ secrets: box, fingerprint: (text) => box.fingerprint(text) },
    upstreams: upstreamsOf(context),
    boardAgeMs: BOARD_AGE_MS,
    ...webRoot(),
  });
  const duties = dutiesOf({ commands, journal, records: stores.records, registry, deviceRecords, secrets: box, log });
  await api.listen({ host: config.host, port: config.httpPort });
  const { port } = api.server.address() as AddressInfo;
  const at = { host: config.host, port };
  const stopping = new AbortController();
  const said = sayWhere(config, { at, key: firstRunKey, identity: stores.identity, log, signal: stopping.signal });
  const isSaid = said.catch((cause: unknown) => log.debug({ cause: String(cause) }, "how one gets in was not said"));
  return {
    doors: { http: at },
    async stop(): Promise<void> {
      stopping.abort();
      await isSaid;
      for (const duty of duties) await duty.stop();
      await api.close();
      await readiness.close();
      await writer.close();
      await journal.close();
      await intake.close();
      older?.close();
      await deviceRecords.close();
      await stores.close();
    },
  };
}

type DutyDeps = Parameters<typeof takeUsedKeys>[0] & Omit<Parameters<typeof takingShippedLaw>[0], "rows">;

/** What the API sees to by itself. */
function dutiesOf(deps: DutyDeps): readonly EverySecond[] {
  return [
    new EverySecond(() => takeUsedKeys(deps), deps.log),
    new EverySecond(takingShippedLaw({ ...deps, rows: shippedLaw() }), deps.log),
  ];
}

/** The way in for people: what they ask for goes into the journal. */
function commandsOf(context: RoleContext, parts: CommandParts): CommandBus {
  const { config, clock, bus } = context;
  return createCommandBus({
    ...parts,
    clock,
    wake: bus,
    firstLaw: shippedLaw(),
    isOwnDoor: (host, port) => isOwnDoor(runningDoors(config.dataDir).hj212, host, port),
    impactOf: ({ before = EMPTY_REGISTRY, after }) => {
      const change = { before: indexRegistry(before), after: indexRegistry(after), now: clock.now() };
      return previewRegistry(parts.records, change);
    },
    // Only a gateway in this process says what it has loaded.
    doorsKnow: context.roles.includes("gateway") ? followRegistryInDoors(bus) : async () => {},
  });
}

type CommandParts = Pick<CommandBusDeps, "journal" | "secrets" | "registry"> & {
  readonly records: RecordsView & CommandBusDeps["records"];
};

/** What the API is told by the environment. */
function settingsOf({ host, publicUrl, trustedProxies, adminToken, metricsToken }: Config) {
  return {
    loopbackOnly: isLoopback(host),
    ...(publicUrl !== undefined && { publicUrl: new URL(publicUrl) }),
    ...(trustedProxies !== undefined && { trustedProxies }),
    ...(adminToken !== undefined && { adminToken: adminToken.reveal() }),
    ...(metricsToken !== undefined && { metricsToken: metricsToken.reveal() }),
  };
}

/** Data that are begun anew have another journal, also when their key is the old one; restored ones another file. */
async function lifeOf({ config }: RoleContext, box: SecretBox): Promise<string> {
  const installation = (await journalPart(config.dataDir).look())?.marks[0]?.installation ?? "";
  return box.fingerprint(`live positions of ${installation} ${lifeOfData(config.dataDir)}`).slice(0, LIFE_CHARACTERS);
}

/** What connections of HTTP may take. */
function httpBounds({
  config,
  roles,
  counters,
}: RoleContext): Pick<ApiDeps, "memoryMb" | "httpSockets" | "unreadMs" | "onHttpClosed" | "readTurns"> {
  const { http: connections } = doorConnections(config, roles);
  const { httpConnectionsPerAddress: connectionsPerAddress = HTTP_SOCKETS.connectionsPerAddress, httpUnreadSeconds } = config;
  return {
    memoryMb: config.apiMemoryMb,
    httpSockets: { connections, connectionsPerAddress },
    unreadMs: httpUnreadSeconds * SECOND,
    onHttpClosed: (reason) => counters.add("http_closed_total", reason),
    readTurns: {
      onWaiting: (count) => counters.set("http_reads_waiting", count),
      onRefused: () => counters.add("http_reads_refused_total"),
    },
  };
}

/** Frames as people read and copy them. */
function framesOf(box: SecretBox): Pick<ApiDeps, "decodeFrames" | "decodeFrame" | "encodeFrame"> {
  const encode = (items: FrameItems): string => Buffer.from(encodeFrame(items)).toString("utf8").trimEnd();
  return { decodeFrames: decodeLines, decodeFrame: frameDecoder(box), encodeFrame: encode };
}

function frameDecoder(box: SecretBox): NonNullable<ApiDeps["decodeFrame"]> {
  const keyOf = createSm4KeyOpener(box);
  return (raw, { crc, sm4Key, sm4KeyNew }) => {
    const keys = [sm4Key, sm4KeyNew].flatMap((sealed) => (sealed && keyOf(sealed)) ?? []);
    const lineWith = (key: Uint8Array | undefined) => {
      const options = { ...(crc !== undefined && { crc }), ...(key !== undefined && { sm4Key: key }) };
      return [...decodeLines(raw, options)][0];
    };
    const lines = keys.length === 0 ? [lineWith(undefined)] : keys.map(lineWith);
    return lines.find((line) => line?.ok) ?? lines[0] ?? null;
  };
}

/** The demo is loaded only where it is asked for. */
async function seed(deps: SeedDeps): Promise<readonly DemoAccountSeed[]> {
  const { seedDemo } = await import("../demo/seed-demo.ts");
  return seedDemo(deps);
}

function metricsOf({ bus }: RoleContext): () => Promise<string> {
  const board = new MetricsBoard(bus);
  return () => board.text();
}

function readinessOf(context: RoleContext, stores: Pick<ApiDeps, "journal" | "intake" | "records">): Readiness {
  const { config, bus, roles, clock, log, restarted } = context;
  const { influx } = config;
  const series = influx && { ...influx, token: influx.token.reveal() };
  const asked = new AskedStores({ ...stores, clock, ...(series && { series }) });
  const askRoles = askingRoles({ bus, roles, dataDir: config.dataDir });
  return new Readiness({ askRoles, askStores: () => asked.look(), log, ...(restarted && { restarted }) });
}

function upstreamsOf({ bus }: RoleContext): () => readonly UpstreamState[] {
  let states: readonly UpstreamState[] = [];
  bus.onMessage("upstreams", (message) => {
    states = message.states;
  });
  return () => states;
}

/** The compiled pages lie beside the compiled product. */
function webRoot(): { readonly webRoot?: string } {
  const here = import.meta.url;
  const compiled = here.lastIndexOf("/dist/");
  if (compiled < 0) return {};
  const folder = fileURLToPath(new URL("dist/web/", here.slice(0, compiled + 1)));
  return existsSync(folder) ? { webRoot: folder } : {};
}
