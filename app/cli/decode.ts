import { parseArgs } from "node:util";
import type { UndecodedFrameWire } from "../../api/frames/frame-line.ts";
import { sayLine } from "../../api/frames/say-line.ts";
import type { DecodedLine, DecodeLinesOptions } from "../../ingest/decode-line.ts";
import { COMMAND_WORDS, crcOptionWords } from "../../words/command-help.ts";
import { spokenHere } from "../spoken-language.ts";
import type { CliCommand } from "./cli-command.ts";
import { report } from "./command-report.ts";
import { readInput, readText } from "./files.ts";
import { UsageError } from "./usage-error.ts";

type CrcVariant = NonNullable<DecodeLinesOptions["crc"]>;

const CRC_VARIANTS: readonly CrcVariant[] = ["standard", "modbus", "modbus-swapped", "swapped"];

/** `outfall decode [FILE]`: HJ 212 frames, or a raw capture of a TCP stream, as one JSON line a frame. */
export const DECODE: CliCommand = {
  name: "decode",
  usage: "decode [FILE] [--crc VARIANT] [--sm4-key-file FILE]",
  meaning: COMMAND_WORDS.decode.meaning,
  options: [
    ["--crc VARIANT", crcOptionWords(CRC_VARIANTS)],
    ["--sm4-key-file FILE", COMMAND_WORDS.decode.sm4KeyFile],
  ],
  async run(args) {
    const { file, crc, keyFile } = argumentsOf(args);
    const sm4Key = keyFile === undefined ? undefined : await readKey(keyFile);
    const bytes = await readInput(file ?? "-");
    const { decodeLines } = await import("../../ingest/decode-line.ts");
    const output = new DecodeOutput();
    for (const line of decodeLines(bytes, { ...(crc !== undefined && { crc }), ...(sm4Key !== undefined && { sm4Key }) }))
      output.take(line);
    return output.end();
  },
};

const MOST_NOTES = 20;

/**
 * One line for each frame. Other bytes are told on standard error, so that whoever counts lines counts frames; a file
 * without any frame is answered with a line for those bytes.
 */
class DecodeOutput {
  readonly #junk: UndecodedFrameWire[] = [];
  #frames = 0;
  #bad = 0;

  take(decoded: DecodedLine): void {
    const line = sayLine(decoded, spokenHere());
    if (!line.ok && line.error.code === "not-a-frame") {
      this.#junk.push(line);
      return;
    }
    this.#frames += 1;
    if (!line.ok) this.#bad += 1;
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }

  /** The exit code. */
  end(): number {
    if (this.#frames === 0) for (const line of this.#junk) process.stdout.write(`${JSON.stringify(line)}\n`);
    else this.#noteJunk();
    return this.#bad === 0 && (this.#frames > 0 || this.#junk.length === 0) ? 0 : 1;
  }

  #noteJunk(): void {
    for (const line of this.#junk.slice(0, MOST_NOTES)) {
      const facts = { offset: line.error.offset, what: line.error.message };
      process.stderr.write(`outfall: ${report("bytes-between", facts)}\n`);
    }
    const more = this.#junk.length - MOST_NOTES;
    if (more <= 0) return;
    process.stderr.write(`outfall: ${report("more-places", { count: more })}\n`);
  }
}

interface Arguments {
  readonly file: string | undefined;
  readonly crc: CrcVariant | undefined;
  readonly keyFile: string | undefined;
}

function argumentsOf(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const [file, ...more] = positionals;
  if (more.length > 0) throw UsageError.wrong({ code: "too-many-files", facts: { count: positionals.length } });
  const crc = CRC_VARIANTS.find((variant) => variant === values.crc);
  if (values.crc !== undefined && crc === undefined)
    throw UsageError.wrong({ of: "--crc", code: "not-one-of", facts: { text: values.crc, allowed: CRC_VARIANTS } });
  return { file, crc, keyFile: values["sm4-key-file"] };
}

interface Parsed {
  readonly values: { readonly crc?: string; readonly "sm4-key-file"?: string };
  readonly positionals: readonly string[];
}

function parsed(args: readonly string[]): Parsed {
  try {
    const options = { crc: { type: "string" }, "sm4-key-file": { type: "string" } } as const;
    // exactOptionalPropertyTypes: parseArgs gives no undefined values, only missing ones.
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true }) as Parsed;
  } catch (error) {
    throw UsageError.wrong({ code: "wrong-options", facts: { technical: (error as Error).message } });
  }
}

/** What is wrong with a key is told without the key. */
async function readKey(file: string): Promise<Uint8Array> {
  const { sm4KeyBytes } = await import("../../ingest/codecs/hj212/sm4.ts");
  const key = sm4KeyBytes((await readText(file)).replace(/\r?\n$/, ""));
  if (key === undefined) throw UsageError.wrong({ code: "no-key-in-file", facts: { file } });
  return key;
}
