import type { Kysely, RawBuilder } from "kysely";
import type { ManyRows } from "./many-rows.ts";
import type { Tables } from "./schema.ts";

/** What differs between the databases in the definition of a table. */
export interface SqlFlavour {
  /** Text that is compared and ordered by its bytes, in every database and locale alike. */
  readonly keyText: RawBuilder<unknown>;
  /**
   * SQLite keeps no figures about its rows and takes the index of any field, however common its value. So the index of
   * an order carries all fields of a collection, and only looked-up fields have one of their own. PostgreSQL knows
   * better, and bounds the length of an index row.
   */
  readonly hasCoveringOrders: boolean;
  readonly manyRows: ManyRows;
  /** Keeps a second process that migrates at the same time waiting until the transaction ends. */
  lockForMigration(trx: Kysely<Tables>): Promise<void>;
}
