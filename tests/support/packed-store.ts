import { LAST_INSTANT } from "../../core/time.ts";
import { openIntakeFile } from "../../storage/intake/intake-file.ts";
import type { SqliteIntakeStore } from "../../storage/intake/intake-store.ts";

/** Packs all that can be packed. */
export async function packAll(store: SqliteIntakeStore, before = LAST_INSTANT): Promise<void> {
  while (await store.pack(before)) await store.cursor();
}

/** What a working store holds. */
export function counted(directory: string): { readonly rows: number; readonly blocks: number; readonly bytes: number } {
  const file = openIntakeFile(directory);
  const [rows] = file.prepare("SELECT count(*) FROM reading").raw().all([]) as [number][];
  const [blocks] = file.prepare("SELECT count(*), coalesce(sum(length(content)), 0) FROM reading_block").raw().all([]) as [
    number,
    number,
  ][];
  file.close();
  return { rows: rows?.[0] ?? 0, blocks: blocks?.[0] ?? 0, bytes: blocks?.[1] ?? 0 };
}
