import type { Said } from "../../core/said.ts";
import { type CommandReportCodes, REPORT_WORDS } from "../../words/command-line.ts";
import { say } from "../../words/word-table.ts";
import { spokenHere } from "../spoken-language.ts";

/** What a command tells while it works or when it is done, in the language of whoever started it. */
export function report<Code extends keyof CommandReportCodes>(code: Code, facts: CommandReportCodes[Code]): string {
  return say(REPORT_WORDS, { code, facts } as Said<CommandReportCodes>, spokenHere());
}
