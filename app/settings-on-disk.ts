import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Said } from "../core/said.ts";
import type { SettingProblemCodes } from "../words/settings.ts";
import { usualDataDir } from "./demo-directory.ts";
import { fileTrouble } from "./file-trouble.ts";
import type { SettingProblem } from "./setting-problem.ts";

const FILES = ["OUTFALL_MQTT_TLS_CERT", "OUTFALL_MQTT_TLS_KEY", "OUTFALL_MQTT_TLS_CA"] as const;

/**
 * What the disk says of settings that name something on it, found without making or opening anything: a data directory
 * that is a file or can never be made, and certificates that cannot be read. Looks at the settings as they were given,
 * so that problems of others hide none of these.
 */
export function checkSettingsOnDisk(environment: Readonly<Record<string, string | undefined>>): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const dataDir = environment["OUTFALL_DATA_DIR"] || usualDataDir(environment);
  const trouble = folderTrouble(resolve(dataDir), dataDir);
  if (trouble !== undefined) problems.push({ pointer: "OUTFALL_DATA_DIR", ...trouble });
  for (const name of FILES) {
    const file = environment[name];
    if (!file) continue;
    try {
      readFileSync(file);
    } catch (error) {
      problems.push({ pointer: name, code: "file-not-readable", facts: { file, why: fileTrouble(error) } });
    }
  }
  return problems;
}

/** Why `path`, which was given as `folder`, cannot be used or made. */
function folderTrouble(path: string, folder: string): Said<SettingProblemCodes> | undefined {
  for (let at = path; ; at = dirname(at)) {
    const found = look(at);
    if (found === "nothing" && at !== dirname(at)) continue;
    if (found === "file") {
      return at === path
        ? { code: "folder-is-a-file", facts: { folder } }
        : { code: "folder-below-a-file", facts: { folder, file: at } };
    }
    try {
      accessSync(at, constants.W_OK | constants.X_OK);
      return undefined;
    } catch (error) {
      const why = fileTrouble(error);
      return at === path
        ? { code: "folder-not-writable", facts: { folder, why } }
        : { code: "folder-not-makable", facts: { folder, parent: at, why } };
    }
  }
}

function look(path: string): "folder" | "file" | "nothing" {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    // Whatever hides it, the folder above says why.
    return "nothing";
  }
}
