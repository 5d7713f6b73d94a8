import pg from "pg";
import type { MarkedPart } from "../../core/installation/marked-part.ts";
import { translatePostgresFailure } from "../postgres-trouble.ts";

const WAIT_MS = 5_000;
/** Any fixed number: whoever makes the table waits for the same lock. */
const MARK_LOCK = 4_101_991;

/** The records in a PostgreSQL database. */
export function postgresPart(url: string): MarkedPart {
  return {
    name: "records",
    look: () =>
      withClient(url, async (client) => {
        const has = async (table: string): Promise<boolean> =>
          (await client.query("select to_regclass($1) as found", [table])).rows[0]?.found !== null;
        const marks = (await has("installation"))
          ? (await client.query("select installation, key_proof from installation")).rows
          : [];
        const number = async (sql: string): Promise<number> => Number((await client.query(sql)).rows[0]?.n ?? 0);
        return {
          marks: marks.map((row) => ({ installation: String(row.installation), keyProof: String(row.key_proof) })),
          place: (await has("position")) ? await number("select journal_seq as n from position where id = 1") : 0,
          registrySeq: (await has("registries")) ? await number("select max(seq) as n from registries") : 0,
          hasDemoAccounts: (await has("users")) && (await number("select count(*) as n from users where id like 'demo-%'")) > 0,
        };
      }),
    mark: ({ installation, keyProof }) =>
      withClient(url, async (client) => {
        await client.query("begin");
        await client.query("select pg_advisory_xact_lock($1)", [MARK_LOCK]);
        await client.query(
          "create table if not exists installation (id integer primary key check (id = 1), installation text not null, key_proof text not null)",
        );
        await client.query("insert into installation values (1, $1, $2) on conflict do nothing", [installation, keyProof]);
        await client.query("commit");
      }),
  };
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "outfall",
    connectionTimeoutMillis: WAIT_MS,
    query_timeout: 2 * WAIT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } catch (cause) {
    throw translatePostgresFailure(cause);
  } finally {
    await client.end().catch(() => {});
  }
}
