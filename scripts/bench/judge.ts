// What judging costs, on real records: SQLite in a fresh directory, and PostgreSQL behind a slow network where a server
// is installed. Entries come decoded; what is measured is judging them and committing what follows.
//   npm run bench -- judge [--part all|burst|history|noon|revise|postgres] [--full] [--json FILE]
// Without --full, history and revise are smaller and say so; the targets are those of the full size.
import { writeFileSync } from "node:fs";
import { machine } from "../harness/machine.ts";
import { flag, number, optionalText, readOptions, text, UsageError } from "../harness/options.ts";
import type { Outcome } from "../harness/run-script.ts";
import { shortened } from "../harness/spread.ts";
import { burst } from "./judge/burst.ts";
import { history } from "./judge/history.ts";
import { noon } from "./judge/noon.ts";
import { overPostgres } from "./judge/over-postgres.ts";
import type { Part } from "./judge/part.ts";
import { revise } from "./judge/revise.ts";

const PARTS: Readonly<Record<string, Part>> = { burst, history, noon, revise, postgres: overPostgres };

const TABLE = {
  part: text("all"),
  full: flag(),
  roundtrip: number(2, 100),
  json: optionalText(),
} as const;

export async function benchJudge(args: readonly string[]): Promise<Outcome> {
  const options = readOptions("npm run bench -- judge", TABLE, args);
  const names = options.part === "all" ? Object.keys(PARTS) : [options.part];
  const results: object[] = [];
  for (const name of names) {
    const part = PARTS[name];
    if (part === undefined) throw new UsageError(`no part ${name}: all, ${Object.keys(PARTS).join(", ")}`);
    for (const { what, figure, unit, target, beside } of await part(options)) {
      const aim = target === undefined ? "" : `  (target ${target})`;
      const facts = Object.entries(beside).map(([key, value]) => `${key} ${shortened(value)}`);
      console.log(`${what}: ${shortened(figure)} ${unit}${aim}  [${facts.join(", ")}]`);
      results.push({ name, what, figure, unit, target, ...beside });
    }
  }
  const where = machine();
  console.log(
    Object.entries(where)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
  );
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ environment: where, results }, null, 2)}\n`);
  return { kept: true };
}
