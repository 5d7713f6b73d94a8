import { randomUUID } from "node:crypto";
import { StoreUnavailableError } from "../../core/failures.ts";
import { type InstallationProblem, installationProblems } from "../../core/installation/check-installation.ts";
import type { InstallationMark, MarkedPart, PartState } from "../../core/installation/marked-part.ts";
import type { Log } from "../../core/log.ts";
import { isWrongSetting, type StoreTrouble } from "../../core/store-trouble.ts";
import { hasJournal, intakePart, journalPart, recordsPart } from "../../storage/installation/parts-on-disk.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { openSecretBox, readSecretBox } from "../../storage/secrets/secret-box.ts";
import type { Config } from "../config.ts";
import { isMarkedDemo } from "../demo-directory.ts";
import type { SettingProblem } from "../setting-problem.ts";
import { StartRefusedError } from "../start-refused.ts";
import { journalDirectory } from "./journal-directory.ts";

/** What was found without changing anything. */
export interface LookedAtInstallation {
  /** The id in the journal; none while it is new, or of an earlier build. */
  readonly installation: string | undefined;
  readonly problems: readonly SettingProblem[];
  /** Stores that could not be reached. */
  readonly away: readonly AwayPart[];
}

/** A store that could not be asked, and why. */
export interface AwayPart {
  readonly name: MarkedPart["name"];
  readonly trouble: StoreTrouble | undefined;
}

/** The stores that this configuration names, the journal first. */
async function partsOf({ dataDir, postgresUrl, influx }: Config): Promise<readonly [MarkedPart, ...MarkedPart[]]> {
  const parts: [MarkedPart, ...MarkedPart[]] = [journalPart(dataDir), intakePart(dataDir)];
  // Loaded here: most installations have neither.
  if (postgresUrl === undefined) parts.push(recordsPart(dataDir));
  else parts.push((await import("../../storage/installation/postgres-part.ts")).postgresPart(postgresUrl.reveal()));
  if (influx !== undefined) {
    const { url, token, org, bucket } = influx;
    const { influxPart } = await import("../../storage/installation/influx-part.ts");
    parts.push(influxPart({ url, token: token.reveal(), org, bucket }));
  }
  return parts;
}

/** Compares the stores, and changes nothing. */
export async function lookAtInstallation(config: Config): Promise<LookedAtInstallation> {
  const [journal, ...others] = await partsOf(config);
  const away: AwayPart[] = [];
  const states: { readonly name: MarkedPart["name"]; readonly state: PartState | undefined }[] = [];
  // The journal last: its readers go on while we look, and it is always at least as far as they are.
  for (const part of others) states.push({ name: part.name, state: await lookOrAway(part, away) });
  const own = await journal.look();
  const box = readSecretBox(config.dataDir);
  const registrySeq = states.find(({ name }) => name === "records")?.state?.registrySeq ?? 0;
  const isRegistry = await registryAt(config, registrySeq);
  const problems = installationProblems({
    ...{ journal: own, others: states, isRegistry: () => isRegistry },
    ...{ proofOf: (installation) => box?.proofFor(installation) },
    demo: { isAsked: config.demo, isMarked: isMarkedDemo(config.dataDir) },
  });
  return { installation: own?.marks[0]?.installation, problems: problems.map((p) => named(p, config)), away };
}

/**
 * Has the stores carry the mark of this installation, those on servers too when they are there. The journal decides: of
 * two processes that start at once, one wins, and both take what it says.
 * @throws StoreUnavailableError when the records are away
 */
export async function markInstallation(config: Config, log: Log): Promise<void> {
  const [journal, ...others] = await partsOf(config);
  const box = openSecretBox(config.dataDir);
  const installation = (await journal.look())?.marks[0]?.installation ?? randomUUID();
  await journal.mark({ installation, keyProof: box.proofFor(installation) });
  const mark: InstallationMark = (await journal.look())?.marks[0] ?? { installation, keyProof: "" };
  for (const part of others) {
    try {
      await part.mark(mark);
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError) || part.name !== "series") throw cause;
      const facts = { cause: cause.message, why: cause.trouble?.code };
      log.warn(facts, "the long-term store could not be asked whose it is, it is asked at the next start");
    }
  }
}

/**
 * Answers with the reason when the records are on a server that is away: nothing is known of them yet.
 * @throws StartRefusedError that names each store which does not belong to this installation, and each setting of a
 * store with which it never can be used.
 */
export async function refuseForeignStores(config: Config): Promise<AwayPart | undefined> {
  const { problems, away } = await lookAtInstallation(config);
  const wrong = away.flatMap(({ name, trouble }) => {
    return trouble !== undefined && isWrongSetting(trouble) ? [troubleOfSetting(name, trouble)] : [];
  });
  if (problems.length + wrong.length > 0) throw new StartRefusedError([...problems, ...wrong]);
  return away.find(({ name }) => name === "records");
}

/** A trouble by the name of the setting that it is about. */
export function troubleOfSetting(part: MarkedPart["name"], trouble: StoreTrouble): SettingProblem {
  const pointer = part === "series" ? (INFLUX_SETTINGS[trouble.code] ?? "OUTFALL_INFLUX_URL") : "OUTFALL_POSTGRES_URL";
  return { pointer, ...trouble };
}

const INFLUX_SETTINGS: Partial<Record<StoreTrouble["code"], string>> = {
  "wrong-token": "OUTFALL_INFLUX_TOKEN",
  "no-right": "OUTFALL_INFLUX_TOKEN",
  "no-such-bucket": "OUTFALL_INFLUX_BUCKET",
  "no-such-organisation": "OUTFALL_INFLUX_ORG",
};

async function lookOrAway(part: MarkedPart, away: AwayPart[]): Promise<PartState | undefined> {
  try {
    return await part.look();
  } catch (cause) {
    if (!(cause instanceof StoreUnavailableError)) throw cause;
    away.push({ name: part.name, trouble: cause.trouble });
    return undefined;
  }
}

async function registryAt(config: Config, seq: number): Promise<boolean | undefined> {
  if (seq === 0 || !hasJournal(config.dataDir)) return undefined;
  const reader = openJournalReader({ directory: journalDirectory(config) });
  const entry = await reader.entry(seq);
  await reader.close();
  return entry && entry.kind === "registry";
}

function named({ part, code, facts }: InstallationProblem, { postgresUrl }: Config): SettingProblem {
  const isServer = part === "records" && postgresUrl !== undefined;
  const pointer = part === "series" ? "OUTFALL_INFLUX_BUCKET" : isServer ? "OUTFALL_POSTGRES_URL" : "OUTFALL_DATA_DIR";
  return { pointer, code, facts } as SettingProblem;
}
