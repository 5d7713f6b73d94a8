import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { ROOT } from "./leadership.ts";

/** The database's URL as another role. Test servers ask nobody for a password. */
export function asRole(url: URL, role: string): string {
  return Object.assign(new URL(url), { username: role }).href;
}

/**
 * Makes the roles and the dashboard's functions in an empty database, once for a server: with the container's own
 * script where psql is installed, else with the SQL that it runs.
 */
export async function setUpRoles(url: URL): Promise<void> {
  const folder = join(ROOT, "dashboards/postgres");
  const env = {
    PATH: process.env["PATH"],
    ...{ PGHOST: url.hostname, PGPORT: url.port, POSTGRES_USER: url.username, POSTGRES_DB: url.pathname.slice(1) },
    ...{ ROLES_SQL: join(folder, "roles.sql"), APP_POSTGRES_PASSWORD: "synthetic-1", DASHBOARD_POSTGRES_PASSWORD: "synthetic-2" },
  };
  const { status, error, stderr } = spawnSync("bash", [join(folder, "make-roles.sh")], { env, encoding: "utf8" });
  if (status === 0) return;
  if (error === undefined && !stderr.includes("psql: command not found")) throw new Error(`make-roles.sh failed: ${stderr}`);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(readFileSync(join(folder, "roles.sql"), "utf8"));
  await client.end();
}
