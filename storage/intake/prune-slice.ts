import { BASES } from "../../core/readings/reading.ts";
import type { Instant } from "../../core/time.ts";
import { spanOf } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";

/** How many rows one slice deletes at most: some 200 ms of work. */
const SLICE = 20_000;

/** What may go: older than `before`, and brought by journal entries up to `passed`. */
export interface PruneBounds {
  readonly before: Instant;
  readonly passed: number;
}

/** Deletes one slice of old readings and quarantined messages; returns how many rows went. Belongs in a transaction. */
export function pruneSlice(db: IntakeFile, bounds: PruneBounds): number {
  return pruneReadings(db, bounds) + pruneBlocks(db, bounds) + pruneQuarantine(db, bounds);
}

/** A block goes as a whole, once its last period is old. */
function pruneBlocks(db: IntakeFile, { before, passed }: PruneBounds): number {
  const remove = db.prepare(`DELETE FROM reading_block WHERE rowid IN (SELECT b.rowid FROM series s
    JOIN reading_block b ON b.series_id = s.id AND b.start <= ? AND b.last_seq <= ? WHERE s.basis = ? LIMIT ?)`);
  return BASES.reduce((sum, basis) => sum + remove.run([before - spanOf(basis), passed, basis, SLICE]).changes, 0);
}

function pruneReadings(db: IntakeFile, { before, passed }: PruneBounds): number {
  // Series by series along the primary key (CROSS JOIN and + keep SQLite from walking the journal order instead). The
  // newest period of each series stays: `latest` points to it.
  const old = db
    .prepare(`SELECT r.series_id, r.at, r.revision FROM latest l CROSS JOIN reading r
      ON r.series_id = l.series_id AND r.at < min(l.at, ?) AND +r.seq <= ? LIMIT ?`)
    .raw()
    .all([before, passed, SLICE]) as [number, number, number][];
  const remove = db.prepare("DELETE FROM reading WHERE series_id = ? AND at = ? AND revision = ?");
  for (const key of old) remove.run([...key]);
  return old.length;
}

function pruneQuarantine(db: IntakeFile, { before, passed }: PruneBounds): number {
  const oldest = db
    .prepare("SELECT message_id, received_at FROM rejected_message WHERE message_id <= ? ORDER BY message_id LIMIT ?")
    .raw()
    .all([passed, SLICE]) as [number, number][];
  const old = oldest.filter(([, receivedAt]) => receivedAt < before);
  const rows = db.prepare("DELETE FROM quarantine WHERE message_id = ?");
  const message = db.prepare("DELETE FROM rejected_message WHERE message_id = ?");
  const offer = db.prepare("DELETE FROM offer_again WHERE message_id = ?");
  for (const [id] of old) {
    rows.run([id]);
    message.run([id]);
    offer.run([id]);
  }
  return old.length;
}
