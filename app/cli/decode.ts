import type { CliCommand } from "./cli-command.ts";
import { readInput } from "./files.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall decode [FILE]`: HJ 212 frames, or a raw capture of a TCP stream, as one JSON line a frame. */
export const DECODE: CliCommand = {
  name: "decode",
  usage: "decode [FILE]",
  meaning: "prints HJ 212 frames of a file or of standard input as one JSON line a frame; exit 1 when one of them is bad",
  async run(args) {
    const [file, ...more] = args;
    if (more.length > 0) throw new UsageError([`decode takes one file, not ${args.length}`]);
    const bytes = await readInput(file ?? "-");
    const { decodeLines } = await import("../../ingest/decode-line.ts");
    let bad = 0;
    for (const line of decodeLines(bytes)) {
      if ((line as { ok: boolean }).ok === false) bad += 1;
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
    return bad === 0 ? 0 : 1;
  },
};
