import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfig, SETTINGS } from "../app/config.ts";

const ROOT = resolve(import.meta.dirname, "..");
const TEXT = readFileSync(join(ROOT, "docker-compose.yml"), "utf8");

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly resources: { readonly limits: { readonly memory: string; readonly cpus: string } } };
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

// Merge keys are YAML 1.1, and what Docker reads.
const COMPOSE = parse(TEXT, { merge: true }) as ComposeFile;
const SERVICES = Object.entries(COMPOSE.services);
const APP = COMPOSE.services["outfall"];
if (APP === undefined) throw new Error("the compose file has no service outfall");

/**
 * The Compose specification's schema, as a package that testcontainers brings ships it (Apache-2.0, see its NOTICE).
 */
function composeSchema(): Record<string, unknown> {
  const fromTestcontainers = createRequire(fileURLToPath(import.meta.resolve("testcontainers")));
  const folder = dirname(fromTestcontainers.resolve("docker-compose/package.json"));
  return JSON.parse(readFileSync(join(folder, "schema/compose-spec.json"), "utf8")) as Record<string, unknown>;
}

/** What is wrong with a compose file by the specification; empty when nothing is. */
function violations(file: unknown): readonly string[] {
  const { $schema: _draft, ...schema } = composeSchema();
  // The schema says `deprecated`, which draft 7 does not know, and formats of Docker's own.
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const name of ["ports", "expose", "subnet_ip_address", "duration", "path"]) ajv.addFormat(name, true);
  const validate = ajv.compile(schema);
  return validate(file) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ""}`);
}

/** Fills in variables as Compose does: `${NAME:?why}` and `${NAME:-default}`. */
function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{([A-Z_0-9]+)(?::([?-])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest = "") => {
    const value = values[name] ?? (kind === "-" ? rest : undefined);
    if (value === undefined) throw new Error(`${name}: ${rest}`);
    return value;
  });
}

test("the compose file is valid by the Compose specification", () => {
  expect(violations(COMPOSE)).toEqual([]);
});

test("a compose file with a misspelt key is not valid", () => {
  const file = { services: { outfall: { image: "outfall", heathcheck: { test: ["CMD", "true"] } } } };

  expect(violations(file).join()).toMatch(/additional properties/);
});

test("the stack is the product, PostgreSQL 16, InfluxDB 2.7 and Grafana", () => {
  const images = SERVICES.map(([name, { image }]) => [name, image.replace(/^([^:]+:\d+(?:\.\d+)?).*$/, "$1")]);

  expect(images).toEqual([
    ["outfall", "outfall:0.1"],
    ["postgres", "postgres:16"],
    ["influxdb", "influxdb:2.7"],
    ["grafana", "grafana/grafana:12.4"],
  ]);
});

test.each(SERVICES)(
  "%s has a health check, a restart policy, limits of memory and processor, and waits for healthy ones",
  (_, service) => {
    expect(service.healthcheck?.test[0]).toBe("CMD");
    expect(service.restart).toBe("unless-stopped");
    expect(Object.keys(service.deploy?.resources.limits ?? {}).toSorted()).toEqual(["cpus", "memory"]);
    for (const { condition } of Object.values(service.depends_on ?? {})) expect(condition).toBe("service_healthy");
  },
);

test("every named volume and network is declared, and none is declared in vain", () => {
  const sources = SERVICES.flatMap(([, s]) => s.volumes.map((v) => v.split(":")[0] ?? "")).filter((v) => !v.startsWith("."));
  const networks = SERVICES.flatMap(([, s]) => s.networks);

  expect([...new Set(sources)].toSorted()).toEqual(Object.keys(COMPOSE.volumes).toSorted());
  expect([...new Set(networks)].toSorted()).toEqual(Object.keys(COMPOSE.networks).toSorted());
});

test("every file that is mounted is there, and a script that an image runs may be run", () => {
  const files = SERVICES.flatMap(([, s]) => s.volumes.map((v) => v.split(":"))).filter(([source]) => source?.startsWith("."));

  expect(files.length).toBeGreaterThan(0);
  for (const [source = "", target = ""] of files) {
    const { mode } = statSync(join(ROOT, source));
    if (target.startsWith("/docker-entrypoint-initdb.d/")) expect(mode & 0o111, source).not.toBe(0);
  }
});

test("no secret stands in the compose file: each is a variable that must be given", () => {
  const secrets = SERVICES.flatMap(([, s]) => Object.entries(s.environment)).filter(([name]) =>
    /PASSWORD|TOKEN|SECRET|POSTGRES_URL/.test(name),
  );

  expect(secrets.length).toBeGreaterThan(8);
  for (const [name, value] of secrets)
    expect(value, name).toMatch(/^(postgres:\/\/outfall:)?\$\{[A-Z_0-9]+:\?[^}]+\}(@postgres:5432\/outfall)?$/);
});

test("the example names every variable that must be given and holds no value", () => {
  const asked = new Set([...TEXT.matchAll(/\$\{([A-Z_0-9]+):\?/g)].map((m) => m[1]));
  const lines = readFileSync(join(ROOT, ".env.example"), "utf8")
    .split("\n")
    .filter((line) => /^[A-Z]/.test(line));

  expect(new Set(lines)).toEqual(new Set([...asked].map((name) => `${name}=`)));
});

test("the product is given settings it knows, and they are valid with the secrets that make-env writes", () => {
  const file = join(mkdtempSync(join(tmpdir(), "outfall-env-")), ".env");
  const made = spawnSync(process.execPath, [join(ROOT, "scripts/make-env.mjs"), file], { encoding: "utf8" });
  const secrets = Object.fromEntries([...readFileSync(file, "utf8").matchAll(/^([A-Z_0-9]+)=(.+)$/gm)].map((m) => [m[1], m[2]]));
  const environment = Object.fromEntries(
    Object.entries(APP.environment).map(([name, text]) => [name, interpolate(text, secrets)]),
  );

  expect(made.status).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(new Set(Object.values(secrets)).size).toBe(8);
  expect(SETTINGS.map((s) => s.name)).toEqual(expect.arrayContaining(Object.keys(environment)));
  expect(parseConfig(environment)).toMatchObject({
    ok: true,
    value: { host: "0.0.0.0", demo: false, influx: { org: "outfall" } },
  });
});

test("make-env leaves an existing file as it is", () => {
  const file = join(mkdtempSync(join(tmpdir(), "outfall-env-")), ".env");
  const run = () => spawnSync(process.execPath, [join(ROOT, "scripts/make-env.mjs"), file]).status;
  run();
  const before = readFileSync(file, "utf8");

  expect(run()).toBe(1);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("the stores are reached by their neighbours only; the product's doors are those it listens on", () => {
  const published = SERVICES.flatMap(([name, s]) => (s.ports ?? []).map((port) => [name, interpolate(port, {})]));

  expect(published).toEqual([
    ["outfall", "127.0.0.1:8080:8080"],
    ["outfall", "0.0.0.0:1883:1883"],
    ["outfall", "0.0.0.0:9212:9212"],
    ["grafana", "127.0.0.1:3000:3000"],
  ]);
  expect(COMPOSE.networks["stores"]?.internal).toBe(true);
  for (const name of ["postgres", "influxdb"]) expect(COMPOSE.services[name]?.networks).toEqual(["stores"]);
});

test("the product has longer to stop than it needs, and writes to its volume only", () => {
  expect(Number.parseInt(APP.stop_grace_period ?? "", 10)).toBeGreaterThan(10);
  expect(APP.read_only).toBe(true);
  expect(APP.volumes).toEqual([`outfall-data:${APP.environment["OUTFALL_DATA_DIR"]}`]);
});

test("the image runs the product as a user without rights, on the data directory that user owns", () => {
  const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8");
  const dataDir = APP.environment["OUTFALL_DATA_DIR"] ?? "";

  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toContain(`\nENV OUTFALL_DATA_DIR=${dataDir}\n`);
  expect(dockerfile).toContain(`install --directory --owner=node --group=node --mode=700 ${dataDir}`);
  expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map((m) => m[1])).toEqual(Array(2).fill("node:24-bookworm-slim"));
});

test("everything that is compiled goes into the build, and nothing secret or foreign", () => {
  const { references } = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8")) as {
    readonly references: readonly { readonly path: string }[];
  };
  const rooms = references.map(({ path }) => path.replace(/^\.\//, "").split("/")[0]);
  const lines = readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n");

  for (const room of rooms) expect(lines).toContain(`!${room}`);
  expect(lines).toContain("*");
  for (const path of [".env", "data", ".git", "node_modules"]) expect(lines).not.toContain(`!${path}`);
});
