import type { JournalArchive, JournalReader } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import { DAY, formatIso, plus } from "../../core/time.ts";

/** The share of what is kept that one run may let go, so that a mistake costs days before it costs the archive. */
const SHARE = 0.1;
/** Twice what a day adds may go in a run, so that a short retention is kept, too. */
const DAYS_A_RUN = 2;

export interface RetentionDeps {
  readonly archive: Pick<JournalArchive, "segments" | "expire">;
  readonly journal: Pick<JournalReader, "lastSeq" | "entry">;
  readonly retentionDays: number;
  /** False while our clock is in doubt: then nothing goes. */
  readonly mayExpire: () => boolean;
  readonly log: Log;
}

/**
 * Lets sealed segments past the retention go, a bounded share a run. The retention is measured by the journal's own
 * newest entry and never by our clock: a clock that runs ahead for a minute must not cost five years of raw messages.
 */
export class Retention {
  readonly #deps: RetentionDeps;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  async once(): Promise<void> {
    const { archive, journal, retentionDays, mayExpire, log } = this.#deps;
    if (!mayExpire()) {
      log.warn({}, "retention is put off: our clock is in doubt");
      return;
    }
    try {
      const newest = await journal.entry(await journal.lastSeq());
      if (newest === undefined) return;
      const before = plus(newest.at, -retentionDays * DAY);
      const kept = (await archive.segments()).length;
      const most = Math.max(1, Math.ceil(kept * Math.max(SHARE, DAYS_A_RUN / retentionDays)));
      const gone = await archive.expire(before, most);
      for (const { firstSeq, lastSeq, lastAt, file } of gone)
        log.info({ firstSeq, lastSeq, lastAt: formatIso(lastAt), file, retentionDays }, "segment past the retention deleted");
      if (gone.length === most && kept > most) log.info({ deleted: most, kept: kept - most }, "more may be past the retention");
    } catch (cause) {
      log.error({ cause: String(cause) }, "retention failed, tried again the next time");
    }
  }
}
