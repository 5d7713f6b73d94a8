import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatIso } from "../../core/time.ts";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall audit verify`: whether the audit is as it was written. */
export const AUDIT: CliCommand = {
  name: "audit",
  usage: "audit verify [--json]",
  meaning: COMMAND_WORDS.audit.meaning,
  options: [["--json", COMMAND_WORDS.audit.json]],
  async run(args) {
    if (args[0] !== "verify" || args.slice(1).some((word) => word !== "--json")) {
      throw UsageError.wrong({ code: "use-instead", facts: { usage: this.usage } });
    }
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    refuseWithoutRecords(parsed.value);
    // Loaded here, so that the other commands start without the database libraries.
    const { openRecords } = await import("../roles/open-stores.ts");
    const stores = await openRecords(parsed.value, "view");
    try {
      const broken = await stores.identity.verifyAudit();
      const lines = (await stores.identity.audit(1))[0]?.id ?? 0;
      const found = {
        ok: broken === undefined,
        lines,
        broken: broken === undefined ? null : { ...broken, at: formatIso(broken.at) },
      };
      const said =
        broken === undefined
          ? report("audit-whole", { lines })
          : report("audit-broken", { line: broken.id, action: broken.action });
      process.stdout.write(args.includes("--json") ? `${JSON.stringify(found)}\n` : `${said}\n`);
      return found.ok ? 0 : 1;
    } finally {
      await stores.close();
    }
  },
};

/** Opening a missing store would create it. */
function refuseWithoutRecords({ dataDir, postgresUrl }: Config): void {
  if (postgresUrl !== undefined || existsSync(join(dataDir, "records.sqlite"))) return;
  throw UsageError.wrong({ of: "OUTFALL_DATA_DIR", code: "nothing-to-verify", facts: { folder: dataDir } });
}
