import { z } from "zod";
import { zodToProblems } from "../api/http/validate.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type Instant, parseIso } from "../core/time.ts";
import { usualDataDir } from "./demo-directory.ts";
import { checkDoors, type DeviceDoors, DOOR_SETTINGS, deviceDoors, doorDefaults, listeningHosts } from "./door-settings.ts";
import { proxies, publicUrl } from "./public-address.ts";
import { Secret } from "./secret.ts";
import { isSecretFile, withSecretFiles } from "./secret-files.ts";
import { type Setting, type SettingValues, setting } from "./setting.ts";
import type { SettingProblem } from "./setting-problem.ts";

export type ClockSpec =
  | { readonly kind: "system" }
  | { readonly kind: "scaled"; readonly factor: number }
  | { readonly kind: "manual"; readonly at: Instant };

export interface InfluxConfig {
  readonly url: string;
  readonly token: Secret;
  readonly org: string;
  readonly bucket: string;
}

export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly httpPort: number;
  /** The doors of devices, with the files of their certificates. */
  readonly doors: DeviceDoors;
  readonly adminToken: Secret | undefined;
  readonly demo: boolean;
  readonly clock: ClockSpec;
  readonly influx: InfluxConfig | undefined;
  readonly postgresUrl: Secret | undefined;
  readonly mqttUrl: Secret | undefined;
  readonly rawRetentionDays: number;
  /** Days of readings that the working store keeps beside the long-term store; `undefined` for all. */
  readonly workingStoreDays: number | undefined;
  readonly deviceRate: number;
  /** What one device may bring a day before it is read at that pace. */
  readonly dayBudget: { readonly values: number; readonly bytes: number };
  /** Below so many free bytes devices that brought much today are not read; 0 for never. */
  readonly diskReserveBytes: number;
  /** Open connections of each door, in all and of one address; `undefined` leaves the door's own bound. */
  readonly addressRate: number | undefined;
  readonly maxConnections: number | undefined;
  readonly maxConnectionsPerAddress: number | undefined;
  /** The same of HTTP. */
  readonly httpConnections: number | undefined;
  readonly httpConnectionsPerAddress: number | undefined;
  /** How long a client of HTTP may take nothing of an answer. */
  readonly httpUnreadSeconds: number;
  readonly trustedProxies: readonly string[] | undefined;
  /** An origin: no path, no credentials. */
  readonly publicUrl: string | undefined;
  readonly metricsToken: Secret | undefined;
  /** Most memory of the thread of the API. */
  readonly apiMemoryMb: number;
  readonly logLevel: string;
}

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(["0", "1"]).transform((v) => v === "1");
const secret = z
  .string()
  .min(1)
  .transform((v) => new Secret(v));
const httpUrl = z.url({ protocol: /^https?$/ });

const clock = z.string().transform((text, context): ClockSpec => {
  if (text === "system") return { kind: "system" };
  const scaled = /^scaled:(\d+(?:\.\d+)?)$/.exec(text);
  const factor = Number(scaled?.[1]);
  if (scaled !== null && factor > 0 && factor <= 100_000) return { kind: "scaled", factor };
  const at = text.startsWith("manual:") ? parseIso(text.slice("manual:".length)) : undefined;
  if (at !== undefined) return { kind: "manual", at };
  context.addIssue({ code: "custom", params: { code: "not-a-clock" } });
  return z.NEVER;
});

/**
 * Every setting there is. `docs/configuration.md` is generated from this table; a name that is not in it is refused.
 */
export const SETTINGS: readonly Setting[] = [
  setting(
    "OUTFALL_DATA_DIR",
    "folder of the journal, the stores and the archive; with the demo ./demo-data, and neither opens the other's",
    "a path",
    "./data",
    z.string().min(1),
  ),
  setting(
    "OUTFALL_HOST",
    "address that HTTP, MQTT and HJ 212 listen on, where a door has none of its own",
    "an IP address or name",
    "127.0.0.1",
    z.string().min(1),
  ),
  setting("OUTFALL_HTTP_PORT", "port of the pages and the API", "0-65535, 0 = any free one", "8080", port),
  ...DOOR_SETTINGS,
  setting(
    "OUTFALL_ADMIN_TOKEN",
    "bearer token with the role administrator, for automation",
    "32 characters or more",
    "none",
    z
      .string()
      .min(32)
      .transform((v) => new Secret(v)),
  ),
  setting("OUTFALL_DEMO", "demo registry, accounts and plants; refused off the loopback address", "0 or 1", "0", flag),
  setting("OUTFALL_DEMO_PUBLIC", "allows the demo off the loopback address", "0 or 1", "0", flag),
  setting(
    "OUTFALL_CLOCK",
    "the one clock; anything but system is refused off the loopback address",
    "system, scaled:<factor>, manual:<instant>",
    "system",
    clock,
  ),
  setting("OUTFALL_INFLUX_URL", "InfluxDB that readings are shipped to", "http(s) URL", "none: SQLite only", httpUrl),
  setting("OUTFALL_INFLUX_TOKEN", "token for it (1.8: user:password)", "text", "none", secret),
  setting("OUTFALL_INFLUX_ORG", "its organisation", "text", "outfall", z.string().min(1)),
  setting("OUTFALL_INFLUX_BUCKET", "its bucket (1.8: database/retention policy)", "text", "outfall", z.string().min(1)),
  setting(
    "OUTFALL_POSTGRES_URL",
    "PostgreSQL for registry, cases and accounts",
    "postgres:// URL",
    "none: SQLite",
    z.url({ protocol: /^postgres(ql)?$/ }).transform((v) => new Secret(v)),
  ),
  setting(
    "OUTFALL_NATS_URL",
    "journal of a cluster; not in this edition: setting it is refused",
    "nats:// URL",
    "none",
    z.string().refine(() => false, { params: { code: "not-in-this-edition" } }),
  ),
  setting(
    "OUTFALL_MQTT_URL",
    "external MQTT cluster to read from, beside our own broker; see docs/mqtt.md",
    "mqtt(s)://[user:password@]host[:port][?clientId=name&share=group]",
    "none",
    z.url({ protocol: /^mqtts?$/ }).transform((v) => new Secret(v)),
  ),
  setting(
    "OUTFALL_RAW_RETENTION_DAYS",
    "days that sealed raw messages are kept (the law asks for five years)",
    "1-36500",
    "1830",
    z.coerce.number().int().min(1).max(36_500),
  ),
  setting(
    "OUTFALL_WORKING_STORE_DAYS",
    "days of readings that the working store keeps where InfluxDB has the older ones, too; charts read those from there",
    "100-36500",
    "none: all",
    z.coerce.number().int().min(100).max(36_500),
  ),
  setting(
    "OUTFALL_DEVICE_RATE",
    "messages per second of one device before its socket is read more slowly (never refused)",
    "1-1000000",
    "1000",
    z.coerce.number().int().min(1).max(1_000_000),
  ),
  setting(
    "OUTFALL_DEVICE_DAILY_VALUES",
    "values that one device may bring a day (Beijing) before it is read at that pace until midnight (never refused)",
    "1000-1000000000000",
    "5000000",
    z.coerce.number().int().min(1_000).max(1e12),
  ),
  setting(
    "OUTFALL_DEVICE_DAILY_BYTES",
    "the same in bytes of its messages",
    "1000000-1000000000000000",
    "1073741824",
    z.coerce.number().int().min(1e6).max(1e15),
  ),
  setting(
    "OUTFALL_DISK_RESERVE_BYTES",
    "free bytes of the disk below which devices that have had a twentieth of their day's budget wait, so that the others are still acknowledged",
    "0-1000000000000000, 0 = no reserve",
    "1073741824",
    z.coerce.number().int().min(0).max(1e15),
  ),
  setting(
    "OUTFALL_ADDRESS_RATE",
    "HJ 212 frames per second of one address, over all its devices, before its sockets are read more slowly (never refused)",
    "1-1000000",
    "none: 50000",
    z.coerce.number().int().min(1).max(1_000_000),
  ),
  setting(
    "OUTFALL_MAX_CONNECTIONS",
    "open connections of devices that each door takes at a time",
    "1-1000000",
    "none: 20000 over MQTT, 2000 over HJ 212",
    z.coerce.number().int().min(1).max(1_000_000),
  ),
  setting(
    "OUTFALL_MAX_CONNECTIONS_PER_ADDRESS",
    "the same of one address: raise it where many devices stand behind one",
    "1-1000000",
    "none: 10000 over MQTT, 200 over HJ 212",
    z.coerce.number().int().min(1).max(1_000_000),
  ),
  setting(
    "OUTFALL_HTTP_MAX_CONNECTIONS",
    "open connections of HTTP at a time; where files may not be opened for all doors (ulimit -n), devices have theirs first",
    "1-1000000",
    "none: 4000",
    z.coerce.number().int().min(1).max(1_000_000),
  ),
  setting(
    "OUTFALL_HTTP_MAX_CONNECTIONS_PER_ADDRESS",
    "the same of one address; not looked at where OUTFALL_TRUSTED_PROXY is set",
    "1-1000000",
    "none: 500",
    z.coerce.number().int().min(1).max(1_000_000),
  ),
  setting(
    "OUTFALL_HTTP_UNREAD_SECONDS",
    "seconds after which a connection is closed whose client takes nothing of an answer",
    "1-3600",
    "30",
    z.coerce.number().int().min(1).max(3_600),
  ),
  setting(
    "OUTFALL_TRUSTED_PROXY",
    "proxies whose X-Forwarded-For is believed; none other is",
    "addresses or networks, with commas between",
    "none",
    proxies,
  ),
  setting(
    "OUTFALL_PUBLIC_URL",
    "the address that people use: Host and Origin are checked against it, https makes cookies Secure and sends HSTS",
    "http(s)://host[:port]",
    "none",
    publicUrl,
  ),
  setting(
    "OUTFALL_METRICS_TOKEN",
    "bearer token that /metrics asks for off the loopback address and behind a proxy",
    "16 characters or more",
    "none",
    z
      .string()
      .min(16)
      .transform((v) => new Secret(v)),
  ),
  setting(
    "OUTFALL_API_MEMORY_MB",
    "most memory of the API's thread (its objects); beyond it the API alone is started anew",
    "64-65536",
    "1024",
    z.coerce.number().int().min(64).max(65_536),
  ),
  setting(
    "OUTFALL_LOG_LEVEL",
    "how much is logged on standard error",
    "fatal, error, warn, info, debug, silent",
    "info",
    z.enum(["fatal", "error", "warn", "info", "debug", "silent"]),
  ),
];

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings as the process was given them, or the files that it names: every `OUTFALL_…`. */
export function readEnvironment(): Environment {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith("OUTFALL_"));
  return withSecretFiles(Object.fromEntries(own) as Record<string, string>);
}

/** The variables of the locale: in which language the command line speaks. */
export function readLocale(): Environment {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return { LC_ALL, LC_MESSAGES, LANG };
}

/** Reads all settings at once. Every problem is reported by the name of its variable; nothing is opened before. */
export function parseConfig(environment: Environment): Result<Config, readonly SettingProblem[]> {
  const problems: SettingProblem[] = unknownNames(environment).map((name) => ({
    pointer: name,
    code: isSecretFile(name) ? "file-not-taken" : "unknown-setting",
    facts: {},
  }));
  const values = new Map<string, unknown>();
  for (const setting of SETTINGS) {
    const text = environment[setting.name] || (setting.name === "OUTFALL_DATA_DIR" ? usualDataDir(environment) : undefined);
    if (text === undefined && setting.fallback.startsWith("none")) continue;
    const parsed = setting.schema.safeParse(text ?? setting.fallback);
    if (parsed.success) values.set(setting.name, parsed.data);
    else
      problems.push(
        ...zodToProblems(parsed.error, text)
          .slice(0, 1)
          .map((p) => ({ ...p, pointer: setting.name })),
      );
  }
  const wrong = new Set(problems.map((p) => p.pointer));
  const whole = doorDefaults(values);
  problems.push(...checkTogether(whole).filter((p) => !wrong.has(p.pointer)));
  return problems.length > 0 ? err(problems) : ok(toConfig(whole));
}

/** `OUTFALL_TEST_…` belongs to the test tools and never changes the product. */
function unknownNames(environment: Environment): readonly string[] {
  return Object.keys(environment).filter((name) => !name.startsWith("OUTFALL_TEST_") && !SETTINGS.some((s) => s.name === name));
}

/** What settings say of each other, as far as each of them is right by itself. */
function checkTogether(values: SettingValues): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const loopback = listeningHosts(values).every(isLoopback);
  if (values.get("OUTFALL_DEMO") === true && !loopback && values.get("OUTFALL_DEMO_PUBLIC") !== true) {
    problems.push({ pointer: "OUTFALL_DEMO", code: "demo-off-loopback", facts: {} });
  }
  if (values.has("OUTFALL_CLOCK") && (values.get("OUTFALL_CLOCK") as ClockSpec).kind !== "system" && !loopback) {
    problems.push({ pointer: "OUTFALL_CLOCK", code: "clock-off-loopback", facts: {} });
  }
  const needs = (other: string, pointer: string): void => {
    if (values.has(other) && !values.has(pointer)) problems.push({ pointer, code: "needed-with", facts: { other } });
  };
  needs("OUTFALL_INFLUX_URL", "OUTFALL_INFLUX_TOKEN");
  needs("OUTFALL_WORKING_STORE_DAYS", "OUTFALL_INFLUX_URL");
  problems.push(...checkDoors(values));
  for (const [port, names] of namesByPort(values)) {
    const [pointer = "", ...others] = names.toReversed();
    const facts = { port, others: others.toReversed() };
    if (others.length > 0) problems.push({ pointer, code: "port-of-another-setting", facts });
  }
  return problems;
}

/** The settings of ports, by the port that they name; 0 is any free one and never the same. */
function namesByPort(values: SettingValues): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, readonly string[]>();
  for (const [name, value] of values) {
    if (!name.endsWith("_PORT") || typeof value !== "number" || value === 0) continue;
    names.set(value, [...(names.get(value) ?? []), name]);
  }
  return names;
}

/** True for 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function toConfig(values: SettingValues): Config {
  const get = <T>(name: string): T => values.get(name) as T;
  const influxUrl = get<string | undefined>("OUTFALL_INFLUX_URL");
  return {
    dataDir: get("OUTFALL_DATA_DIR"),
    host: get("OUTFALL_HOST"),
    httpPort: get("OUTFALL_HTTP_PORT"),
    doors: deviceDoors(values),
    adminToken: get("OUTFALL_ADMIN_TOKEN"),
    demo: get("OUTFALL_DEMO"),
    clock: get("OUTFALL_CLOCK"),
    influx:
      influxUrl === undefined
        ? undefined
        : {
            url: influxUrl,
            token: get("OUTFALL_INFLUX_TOKEN"),
            org: get("OUTFALL_INFLUX_ORG"),
            bucket: get("OUTFALL_INFLUX_BUCKET"),
          },
    postgresUrl: get("OUTFALL_POSTGRES_URL"),
    mqttUrl: get("OUTFALL_MQTT_URL"),
    rawRetentionDays: get("OUTFALL_RAW_RETENTION_DAYS"),
    workingStoreDays: get("OUTFALL_WORKING_STORE_DAYS"),
    deviceRate: get("OUTFALL_DEVICE_RATE"),
    dayBudget: { values: get("OUTFALL_DEVICE_DAILY_VALUES"), bytes: get("OUTFALL_DEVICE_DAILY_BYTES") },
    diskReserveBytes: get("OUTFALL_DISK_RESERVE_BYTES"),
    addressRate: get("OUTFALL_ADDRESS_RATE"),
    maxConnections: get("OUTFALL_MAX_CONNECTIONS"),
    maxConnectionsPerAddress: get("OUTFALL_MAX_CONNECTIONS_PER_ADDRESS"),
    httpConnections: get("OUTFALL_HTTP_MAX_CONNECTIONS"),
    httpConnectionsPerAddress: get("OUTFALL_HTTP_MAX_CONNECTIONS_PER_ADDRESS"),
    httpUnreadSeconds: get("OUTFALL_HTTP_UNREAD_SECONDS"),
    trustedProxies: get("OUTFALL_TRUSTED_PROXY"),
    publicUrl: get("OUTFALL_PUBLIC_URL"),
    metricsToken: get("OUTFALL_METRICS_TOKEN"),
    apiMemoryMb: get("OUTFALL_API_MEMORY_MB"),
    logLevel: get("OUTFALL_LOG_LEVEL"),
  };
}
