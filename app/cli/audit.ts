import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatIso } from "../../core/time.ts";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { CommandFailed, UsageError } from "./usage-error.ts";

/** `outfall audit`: whether the audit is as it was written, and whether a message is the one that is kept. */
export const AUDIT: CliCommand = {
  name: "audit",
  usage: "audit verify | frame MESSAGE --raw FILE [--json]",
  meaning: COMMAND_WORDS.audit.meaning,
  options: [
    ["--raw", COMMAND_WORDS.audit.raw],
    ["--json", COMMAND_WORDS.audit.json],
  ],
  async run(args) {
    const { what, message, raw, json } = argumentsOf(args, this.usage);
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    const { ok, found, said } = what === "verify" ? await verify(parsed.value) : await frame(parsed.value, message, raw);
    process.stdout.write(json ? `${JSON.stringify({ ok, ...found })}\n` : `${said}\n`);
    return ok ? 0 : 1;
  },
};

type Arguments =
  | { readonly what: "verify"; readonly json: boolean; readonly message?: never; readonly raw?: never }
  | { readonly what: "frame"; readonly json: boolean; readonly message: number; readonly raw: string };

function argumentsOf(args: readonly string[], usage: string): Arguments {
  const { values, positionals } = parsedOptions(args);
  const { raw, json = false } = values;
  const [what, id, ...more] = positionals;
  if (what === "verify" && id === undefined && raw === undefined) return { what, json };
  if (what !== "frame" || id === undefined || raw === undefined || more.length > 0)
    throw UsageError.wrong({ code: "use-instead", facts: { usage } });
  const message = Number(id);
  if (!Number.isSafeInteger(message) || message < 1)
    throw UsageError.wrong({ of: "MESSAGE", code: "not-a-whole-number", facts: { text: id, least: 1 } });
  return { what, json, message, raw };
}

function parsedOptions(args: readonly string[]) {
  try {
    const options = { raw: { type: "string" }, json: { type: "boolean" } } as const;
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}

interface Answer {
  readonly ok: boolean;
  readonly found: object;
  readonly said: string;
}

async function verify(config: Config): Promise<Answer> {
  refuseWithoutRecords(config);
  // Loaded here, so that the other commands start without the database libraries.
  const { openRecords } = await import("../roles/open-stores.ts");
  const stores = await openRecords(config, "view");
  try {
    const broken = await stores.identity.verifyAudit();
    const lines = (await stores.identity.audit(1))[0]?.id ?? 0;
    return {
      ok: broken === undefined,
      found: { lines, broken: broken === undefined ? null : { ...broken, at: formatIso(broken.at) } },
      said:
        broken === undefined
          ? report("audit-whole", { lines })
          : report("audit-broken", { line: broken.id, action: broken.action }),
    };
  } finally {
    await stores.close();
  }
}

async function frame(config: Config, message: number, raw: string): Promise<Answer> {
  const { readInput } = await import("./files.ts");
  const bytes = await readInput(raw);
  const { keptFrame } = await import("./kept-frame.ts");
  const kept = await keptFrame(config, message);
  if (kept === undefined) throw new CommandFailed({ code: "no-such-message", facts: { message } });
  const { checkFrame } = await import("./check-frame.ts");
  const check = checkFrame(kept.entry, bytes, kept.hmacOf);
  const { mn, at } = kept.entry;
  return {
    ok: check === "frame-same",
    found: { message, mn, receivedAt: formatIso(at), check },
    said: report(check, { message, mn, at: formatIso(at) }),
  };
}

/** Opening a missing store would create it. */
function refuseWithoutRecords({ dataDir, postgresUrl }: Config): void {
  if (postgresUrl !== undefined || existsSync(join(dataDir, "records.sqlite"))) return;
  throw UsageError.wrong({ of: "OUTFALL_DATA_DIR", code: "nothing-to-verify", facts: { folder: dataDir } });
}
