import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { refusedSetting, type SettingProblem } from "./config.ts";
import { reasonInWords } from "./reason-in-words.ts";

const USUAL_DATA_DIR = "./data";
const FILES = ["OUTFALL_MQTT_TLS_CERT", "OUTFALL_MQTT_TLS_KEY", "OUTFALL_MQTT_TLS_CA"] as const;

/**
 * What the disk says of settings that name something on it, found without making or opening anything: a data directory
 * that is a file or can never be made, and certificates that cannot be read. Looks at the settings as they were given,
 * so that problems of others hide none of these.
 */
export function checkSettingsOnDisk(environment: Readonly<Record<string, string | undefined>>): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const dataDir = environment["OUTFALL_DATA_DIR"] || USUAL_DATA_DIR;
  const trouble = folderTrouble(resolve(dataDir));
  if (trouble !== undefined) problems.push(refusedSetting("OUTFALL_DATA_DIR", `${dataDir} ${trouble}`));
  for (const name of FILES) {
    const file = environment[name];
    if (!file) continue;
    try {
      readFileSync(file);
    } catch (error) {
      problems.push(refusedSetting(name, `${file}: ${reasonInWords(error)}`));
    }
  }
  return problems;
}

/** Why `folder` cannot be used or made. */
function folderTrouble(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = look(at);
    if (found === "nothing" && at !== dirname(at)) continue;
    if (found === "file") return at === folder ? "is a file, not a folder" : `cannot be made: ${at} is a file`;
    try {
      accessSync(at, constants.W_OK | constants.X_OK);
      return undefined;
    } catch (error) {
      return at === folder ? `cannot be written: ${reasonInWords(error)}` : `cannot be made below ${at}: ${reasonInWords(error)}`;
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
