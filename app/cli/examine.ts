import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ClockDoubt, clockDoubt } from "../../core/clock-doubt.ts";
import { RoleTakenError } from "../../core/failures.ts";
import type { Facts } from "../../core/said.ts";
import { isWrongSetting } from "../../core/store-trouble.ts";
import { type BeijingDate, instant, startOfBeijingDate } from "../../core/time.ts";
import { hasJournal, journalMarkFile, journalPart } from "../../storage/installation/parts-on-disk.ts";
import { acceptKey } from "../../storage/installation/sqlite-part.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { takeRole } from "../../storage/locks/role-lock.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import { CLOCK_DOUBT_WORDS } from "../../words/clock.ts";
import { SETTING_WORDS } from "../../words/settings.ts";
import { say } from "../../words/word-table.ts";
import { readClockDoubt } from "../clock-doubt-file.ts";
import type { Config } from "../config.ts";
import { lookAtInstallation, troubleOfSetting } from "../roles/installation.ts";
import { journalDirectory } from "../roles/journal-directory.ts";
import { ROLE_NAMES, type RoleName } from "../roles/role.ts";
import type { SettingProblem } from "../setting-problem.ts";
import { spokenHere } from "../spoken-language.ts";
import { EDITION_OF } from "../version.ts";
import { UsageError } from "./usage-error.ts";

/** One thing that is not well. */
export interface DoctorCheck {
  /** The setting it is about, or `clock`. */
  readonly of: string;
  readonly code: string;
  readonly facts: Facts;
  readonly message: string;
  /** True when a start ends with code 2 because of it. */
  readonly refusesStart: boolean;
}

export interface DoctorReport {
  readonly ok: boolean;
  readonly installation: string | null;
  /** Roles that a product runs on the directory now. */
  readonly running: readonly RoleName[];
  readonly checks: readonly DoctorCheck[];
}

/** Looks at an installation as a start would, and leaves it as it is. */
export async function examine(config: Config): Promise<DoctorReport> {
  const { installation, problems, away } = await lookAtInstallation(config);
  const doubt = await doubtOf(config);
  const telling = spokenHere();
  const checks: readonly DoctorCheck[] = [
    ...problems.map((problem) => ({
      ...{ of: problem.pointer, code: problem.code, facts: problem.facts as Facts },
      ...{ message: say(SETTING_WORDS, problem, telling), refusesStart: true },
    })),
    ...away.map(({ name, trouble }) => {
      const problem: SettingProblem =
        trouble === undefined
          ? { pointer: name === "series" ? "OUTFALL_INFLUX_URL" : "OUTFALL_POSTGRES_URL", code: "store-away", facts: {} }
          : troubleOfSetting(name, trouble);
      return {
        ...{ of: problem.pointer, code: problem.code, facts: problem.facts as Facts },
        ...{ message: say(SETTING_WORDS, problem, telling), refusesStart: trouble !== undefined && isWrongSetting(trouble) },
      };
    }),
    ...(doubt === undefined
      ? []
      : [{ of: "clock", ...doubt, message: say(CLOCK_DOUBT_WORDS, doubt, telling), refusesStart: false }]),
  ];
  return { ok: checks.length === 0, installation: installation ?? null, running: runningRoles(config), checks };
}

/** Makes the key that is there, or a new one, that of the installation: what was sealed with another is lost. */
export async function acceptKeyOf(config: Config): Promise<void> {
  const running = runningRoles(config);
  if (running.length > 0) {
    const facts = { role: running.join(", "), folder: config.dataDir };
    throw UsageError.of([{ pointer: "OUTFALL_DATA_DIR", code: "role-taken", facts }]);
  }
  const own = (await journalPart(config.dataDir).look())?.marks[0]?.installation ?? randomUUID();
  const keyProof = openSecretBox(config.dataDir).proofFor(own);
  acceptKey(journalMarkFile(config.dataDir), { installation: own, keyProof });
}

/** The doubt of a product that runs; else what its start would find. */
async function doubtOf(config: Config): Promise<ClockDoubt | undefined> {
  if (config.clock.kind !== "system") return undefined;
  const kept = readClockDoubt(config.dataDir);
  if (kept !== undefined || !hasJournal(config.dataDir)) return kept;
  const journal = openJournalReader({ directory: journalDirectory(config) });
  const newest = await journal.lastAt();
  await journal.close();
  const builtAt = startOfBeijingDate(EDITION_OF as BeijingDate);
  return clockDoubt({ now: instant(Date.now()), builtAt, believed: newest === 0 ? undefined : instant(newest), drifts: [] });
}

function runningRoles({ dataDir }: Config): readonly RoleName[] {
  // Whoever asks for a lock makes its file.
  if (!existsSync(join(dataDir, "locks"))) return [];
  return ROLE_NAMES.filter((role) => {
    try {
      takeRole({ directory: dataDir, role }).release();
      return false;
    } catch (error) {
      if (error instanceof RoleTakenError) return true;
      throw error;
    }
  });
}
