import { createHash } from "node:crypto";
import { open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

const TEMPORARY = ".tmp";

/** What a segment file is called: its first and its last number. */
export function segmentFileName(firstSeq: number, lastSeq: number): string {
  return `${firstSeq}-${lastSeq}.seg.gz`;
}

/** Writes `content` compressed, so that the file is there whole and on the disk, or not at all. Answers its size and the SHA-256 of the file. */
export async function writeSegmentFile(
  file: string,
  content: Buffer,
): Promise<{ readonly bytes: number; readonly fileHash: string }> {
  const compressed = await compress(content);
  const temporary = file + TEMPORARY;
  try {
    await writeFile(temporary, compressed, { flush: true });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
  await syncDirectory(dirname(file));
  return { bytes: compressed.length, fileHash: hashOf(compressed) };
}

/**
 * Reads a segment file.
 * @throws Error when it is missing or no longer a gzip file
 */
export async function readSegmentFile(file: string): Promise<{ readonly content: Buffer; readonly fileHash: string }> {
  const compressed = await readFile(file);
  return { content: await decompress(compressed), fileHash: hashOf(compressed) };
}

/** Deletes the files that a crash left beside the segments: half-written ones, and ones that never came into the manifest. */
export async function removeStrayFiles(directory: string, known: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(directory)) {
    const ours = name.endsWith(".seg.gz") || name.endsWith(TEMPORARY);
    if (ours && !known.has(name)) await rm(`${directory}/${name}`);
  }
}

/** A rename is durable only when its directory is. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
