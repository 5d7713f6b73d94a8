import { readFileSync } from "node:fs";

/** Settings that hold a secret; each may be given as a file, as container platforms mount them. */
const SECRETS = ["ADMIN_TOKEN", "METRICS_TOKEN", "INFLUX_TOKEN", "POSTGRES_URL", "MQTT_URL"].map((name) => `OUTFALL_${name}`);
const FILES: ReadonlyMap<string, string> = new Map(SECRETS.map((name) => [`${name}_FILE`, name]));

/** True for the name of a setting that says in which file another one stands. */
export function isSecretFile(name: string): boolean {
  return FILES.has(name);
}

/**
 * The settings with those that stand in files (`OUTFALL_ADMIN_TOKEN_FILE` …), without the line end behind them. A file
 * that cannot be read, or whose setting is given too, stays as it is named and is a problem of the settings.
 */
export function withSecretFiles(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const wanted = FILES.get(name);
      const secret = wanted === undefined || wanted in environment ? undefined : contentOf(value);
      return wanted === undefined || secret === undefined ? [name, value] : [wanted, secret];
    }),
  );
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch {
    return undefined;
  }
}
