import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileTrouble } from "../file-trouble.ts";
import { CommandFailed, UsageError } from "./usage-error.ts";

/** Reads the file that an argument names, `-` being standard input. @throws UsageError with the file and the reason */
export async function readInput(file: string): Promise<Buffer> {
  if (file === "-") return readAll(process.stdin);
  try {
    return readFileSync(file);
  } catch (error) {
    throw UsageError.wrong({ code: "file-trouble", facts: { file, why: fileTrouble(error) } });
  }
}

/** Reads text in UTF-8. @throws UsageError like `readInput`; CommandFailed when the bytes are no UTF-8 */
export async function readText(file: string): Promise<string> {
  const bytes = await readInput(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CommandFailed({ code: "not-utf8", facts: { file } });
  }
}

/**
 * Writes the file that an argument names, `-` being standard output. @throws UsageError with the file and the reason
 */
export async function writeOutput(file: string, text: string): Promise<void> {
  if (file === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw UsageError.wrong({ code: "file-trouble", facts: { file, why: fileTrouble(error) } });
  }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
