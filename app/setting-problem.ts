import type { Problem } from "../core/result.ts";
import type { Telling } from "../words/names.ts";
import { SETTING_WORDS, type SettingProblemCodes } from "../words/settings.ts";
import { say } from "../words/word-table.ts";

/** A setting, or an option of `start`, that cannot stand; `pointer` is its name. */
export type SettingProblem = Problem<SettingProblemCodes>;

/** One line that names the setting and says what is wrong with it. */
export function saySetting(problem: SettingProblem, telling: Telling): string {
  return `${problem.pointer}: ${say(SETTING_WORDS, problem, telling)}`;
}
