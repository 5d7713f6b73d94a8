import { join } from "node:path";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import { openPostgresRecords, openSqliteRecords } from "../../storage/records/open-records.ts";
import type { Config } from "../config.ts";

/**
 * Opens registry, cases and accounts: PostgreSQL when it is configured, else the SQLite file. A server that is away is
 * waited for by whoever asks it, where `mayBeAway` says so.
 */
export async function openRecords(
  config: Config,
  mode: "writer" | "view",
  { mayBeAway = false }: { readonly mayBeAway?: boolean } = {},
): Promise<Awaited<ReturnType<typeof openSqliteRecords>>> {
  if (config.postgresUrl !== undefined)
    return openPostgresRecords({ url: config.postgresUrl.reveal(), mode, mayBeAway, collections: COLLECTIONS });
  return openSqliteRecords({ file: join(config.dataDir, "records.sqlite"), mode, collections: COLLECTIONS });
}
