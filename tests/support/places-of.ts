import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files below a directory that hold one of the texts, with the text; whatever kind of file it is. */
export function placesOf(directory: string, texts: readonly string[]): readonly string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    return texts.filter((text) => bytes.includes(text)).map((text) => `${entry.name}: ${text}`);
  });
}
