import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGunzip, createGzip, gunzip } from "node:zlib";

const decompress = promisify(gunzip);

const TEMPORARY = ".tmp";

/** What a segment file is called: its first and its last number. */
export function segmentFileName(firstSeq: number, lastSeq: number): string {
  return `${firstSeq}-${lastSeq}.seg.gz`;
}

/** A segment file that is on the disk, but not yet under its name. */
export interface UnnamedSegment {
  readonly bytes: number;
  /** SHA-256 of the file. */
  readonly fileHash: string;
  /** Gives it its name, durably. */
  publish(file: string): Promise<void>;
}

/** Compresses `content` into a file of `directory` piece by piece and syncs it. Whatever fails, no file is left. */
export async function writeSegmentFile(directory: string, content: AsyncIterable<Uint8Array>): Promise<UnnamedSegment> {
  const temporary = join(directory, `next${TEMPORARY}`);
  try {
    return {
      ...(await writeCompressed(temporary, content)),
      async publish(file) {
        await rename(temporary, join(directory, file));
        await syncDirectory(directory);
      },
    };
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}

async function writeCompressed(file: string, content: AsyncIterable<Uint8Array>) {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await open(file, "w");
  try {
    await pipeline(Readable.from(content), createGzip(), async (compressed: AsyncIterable<Buffer>) => {
      for await (const piece of compressed) {
        hash.update(piece);
        bytes += piece.length;
        await handle.writeFile(piece);
      }
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, fileHash: hash.digest("hex") };
}

/**
 * Reads a segment file piece by piece; nothing of it is kept. Answers the SHA-256 of the file.
 * @throws Error when it is missing or no longer a gzip file, or what `onContent` throws
 */
export async function scanSegmentFile(file: string, onContent: (piece: Buffer) => void): Promise<string> {
  const hash = createHash("sha256");
  async function* hashed(pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  }
  await pipeline(createReadStream(file), hashed, createGunzip(), async (content: AsyncIterable<Buffer>) => {
    for await (const piece of content) onContent(piece);
  });
  return hash.digest("hex");
}

/**
 * Reads the content of a segment file.
 * @throws Error when it is missing or no longer a gzip file
 */
export async function readSegmentFile(file: string): Promise<Buffer> {
  return decompress(await readFile(file));
}

/**
 * Deletes the files that a crash left beside the segments: half-written ones, and ones that never came into the
 * manifest.
 */
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
