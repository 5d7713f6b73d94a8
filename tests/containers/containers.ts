import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GenericContainer,
  getContainerRuntimeClient,
  type StartedNetwork,
  type StartedTestContainer,
  Wait,
} from "testcontainers";
import { parse } from "yaml";
import { ROOT } from "../dashboards/leadership.ts";

export const START_UP_MS = 180_000;
export const ADMIN_TOKEN = "synthetic-admin-token";
export const PASSWORDS = { superuser: "synthetic-1", app: "synthetic-2", dashboard: "synthetic-3" } as const;

interface Compose {
  readonly services: Readonly<Record<string, { readonly image: string }>>;
}

const COMPOSE = parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8"), { merge: true }) as Compose;

/** The image that the compose file names for a service. */
export function imageOf(service: string): string {
  const image = COMPOSE.services[service]?.image;
  if (image === undefined) throw new Error(`the compose file has no service ${service}`);
  return image;
}

/**
 * Whether an engine answers that can run the images of these services. With `OUTFALL_TEST_IMAGES=held` it has no way to
 * a registry, and only what it holds can be run.
 */
export async function canRun(services: readonly string[]): Promise<boolean> {
  if (process.env["DOCKER_HOST"] === undefined && !existsSync("/var/run/docker.sock")) return false;
  const client = await getContainerRuntimeClient().catch(() => undefined);
  if (client === undefined) return false;
  if (process.env["OUTFALL_TEST_IMAGES"] !== "held") return true;
  const images = await client.container.dockerode.listImages();
  const held = new Set(images.flatMap((image) => image.RepoTags ?? []));
  return services.every((service) => held.has(imageOf(service)));
}

/** A folder into which InfluxDB's script writes the dashboard's token; every image has users of its own. */
export async function tokenFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "outfall-tokens-"));
  await chmod(folder, 0o777);
  return folder;
}

/** A file or folder of the repository, as the compose file mounts it. */
export function readOnly(source: string, target: string): { source: string; target: string; mode: "ro" } {
  return { source: join(ROOT, source), target, mode: "ro" };
}

export function startInflux(network: StartedNetwork, tokens: string): Promise<StartedTestContainer> {
  return new GenericContainer(imageOf("influxdb"))
    .withNetwork(network)
    .withNetworkAliases("influxdb")
    .withEnvironment({
      DOCKER_INFLUXDB_INIT_MODE: "setup",
      DOCKER_INFLUXDB_INIT_USERNAME: "outfall",
      DOCKER_INFLUXDB_INIT_PASSWORD: "synthetic-password",
      DOCKER_INFLUXDB_INIT_ADMIN_TOKEN: ADMIN_TOKEN,
      DOCKER_INFLUXDB_INIT_ORG: "outfall",
      DOCKER_INFLUXDB_INIT_BUCKET: "outfall",
    })
    .withBindMounts([
      { source: tokens, target: "/etc/influxdb2/dashboard" },
      readOnly("dashboards/influxdb/make-dashboard-token.sh", "/docker-entrypoint-initdb.d/make-dashboard-token.sh"),
    ])
    .withExposedPorts(8086)
    .withWaitStrategy(Wait.forHttp("/health", 8086).forStatusCode(200))
    .withStartupTimeout(START_UP_MS)
    .start();
}

export function startPostgres(network: StartedNetwork): Promise<StartedTestContainer> {
  return new GenericContainer(imageOf("postgres"))
    .withNetwork(network)
    .withNetworkAliases("postgres")
    .withEnvironment({
      POSTGRES_DB: "outfall",
      POSTGRES_PASSWORD: PASSWORDS.superuser,
      APP_POSTGRES_PASSWORD: PASSWORDS.app,
      DASHBOARD_POSTGRES_PASSWORD: PASSWORDS.dashboard,
    })
    .withBindMounts([
      readOnly("dashboards/postgres/make-roles.sh", "/docker-entrypoint-initdb.d/make-roles.sh"),
      readOnly("dashboards/postgres/roles.sql", "/opt/outfall/roles.sql"),
    ])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage("database system is ready to accept connections", 2))
    .withStartupTimeout(START_UP_MS)
    .start();
}
