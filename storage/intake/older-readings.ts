import type { OlderReadings } from "../../core/readings/older-readings.ts";
import type { InfluxHistory } from "../series/influx-history.ts";
import { openIntakeFile } from "./intake-file.ts";
import { SettledBlockTable } from "./settled-blocks.ts";

/** Readings that the working store of a data directory has let go, read from the long-term store. */
export function openOlderReadings(options: {
  readonly directory: string;
  readonly history: Pick<InfluxHistory, "pieces">;
}): OlderReadings & { close(): void } {
  const db = openIntakeFile(options.directory);
  const table = new SettledBlockTable(db);
  return {
    letGoBefore: async (series) => table.letGoBefore(series),
    pieces: (query) => options.history.pieces(query),
    close: () => void db.close(),
  };
}
