// Fuzzes the HJ 212 cutter, decoder and answers with mutated bytes.
//   npm run fuzz -- hj212 [--seconds 20 | --count N] [--seed N] [--save DIR] [--replay FILE]
// The same seed and count give the same inputs and the same digest. What breaks is saved and told how to repeat.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { QUIRKS } from "../../core/readings/quirks.ts";
import { answer9013, answer9014 } from "../../ingest/codecs/hj212/answer.ts";
import { decodeCutFrame, decodeFrame, type Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { decodeTolerantly } from "../../ingest/codecs/hj212/decode-tolerant.ts";
import { createFrameCutter, type FrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import { number, optionalNumber, optionalText, readOptions, text } from "../harness/options.ts";
import { type Random, randomFrom } from "../harness/random.ts";
import { ROOT } from "../harness/root.ts";
import { type Outcome, printResult } from "../harness/run-script.ts";
import { makeStream } from "./hj212-mutate.ts";

const GOLDEN = join(ROOT, "tests/golden/hj212");
const MAX_SECONDS = 3_600;
const MAX_COUNT = 100_000_000;
/** No stream of a few frames may take longer: something would be quadratic. */
const MAX_STREAM_MS = 500;
const MAX_GROWTH_BYTES = 256 * 1024 * 1024;
const KEY = Buffer.from("0000000000000000");
const FAILURES = ["not-a-frame", "wrong-length", "wrong-crc", "wrong-header"];

interface Tally {
  inputs: number;
  bytes: number;
  frames: number;
  messages: number;
  readonly refused: Record<string, number>;
}

type Decoded = ReturnType<typeof decodeFrame>;
type Found = NonNullable<ReturnType<FrameCutter["next"]>>;
type Cut = Extract<Found, { readonly kind: "frame" }>;

const tally: Tally = { inputs: 0, bytes: 0, frames: 0, messages: 0, refused: {} };
const digest = createHash("sha256");

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

function count(code: string): void {
  tally.refused[code] = (tally.refused[code] ?? 0) + 1;
  digest.update(code);
}

/** All that must hold for a stream of bytes, whatever they are. */
function examine(stream: Buffer, random: Random): void {
  tally.inputs++;
  tally.bytes += stream.length;
  const isKeyed = random.chance(0.3);
  const cutter = createFrameCutter(isKeyed ? { keysOf: () => [KEY] } : {});
  const begin = performance.now();
  const seen = { end: 0, found: 0 };
  for (let at = 0; at < stream.length; ) {
    const size = random.chance(0.2) ? 1 + random.below(3) : 1 + random.below(2_000);
    cutter.push(stream.subarray(at, at + size));
    at += size;
    drain(() => cutter.next(), { stream, seen, isKeyed });
  }
  drain(() => cutter.last(), { stream, seen, isKeyed });
  check(
    cutter.waitingFor() === "nothing" && cutter.junkBytes() <= stream.length,
    "the cutter keeps bytes that nothing more can come to",
  );
  check(cutter.junkSample().length <= 64, "the sample of junk grows");
  judge(decodeFrame(stream, isKeyed ? { sm4Key: KEY } : {}));
  check(performance.now() - begin < MAX_STREAM_MS, "a stream took too long");
}

interface Draining {
  readonly stream: Buffer;
  readonly seen: { end: number; found: number };
  readonly isKeyed: boolean;
}

function drain(next: () => Found | undefined, { stream, seen, isKeyed }: Draining): void {
  for (let found = next(); found !== undefined; found = next()) {
    check(++seen.found <= stream.length, "more is found than there are bytes");
    check(found.offset >= seen.end, "the cutter goes back");
    if (found.kind === "rejected") {
      check(found.sample.length <= 256, "a sample is too large");
      check(found.code === "wrong-length" || found.code === "wrong-crc", `code ${found.code}`);
      count(found.code);
      continue;
    }
    tally.frames++;
    seen.end = found.offset + found.bytes.length;
    check(
      Buffer.compare(found.bytes, stream.subarray(found.offset, seen.end)) === 0,
      "a frame's bytes are not those of the stream",
    );
    judgeFrame(found, isKeyed);
  }
}

function judgeFrame(frame: Cut, isKeyed: boolean): void {
  const options = { crc: frame.crc, ...(isKeyed && { sm4Key: KEY }) };
  const cut = decodeCutFrame(frame, options);
  judge(cut);
  const slow = decodeTolerantly(frame.bytes, options);
  if (cut.ok && slow.ok) check(isDeepStrictEqual(told(cut.value), told(slow.value)), "both ways of decoding do not agree");
  if (!cut.ok) check(!slow.ok && slow.error.code === cut.error.code, "both ways of decoding do not agree on a refusal");
  // Where a frame ends may depend on what follows; what it says may not.
  judge(decodeFrame(frame.bytes, options));
}

function told({ qn, st, cn, pw, mn, flag, part, isBackfill, edition, dataArea, pairs, body, quirks }: Hj212Message) {
  return { qn, st, cn, pw, mn, flag, part, isBackfill, edition, dataArea, pairs, body, quirks };
}

function judge(result: Decoded): void {
  if (!result.ok) {
    const { code, detail, offset } = result.error;
    check(FAILURES.includes(code) && JSON.stringify(detail).length < 300 && Number.isInteger(offset), `failure ${code}`);
    count(code);
    return;
  }
  tally.messages++;
  const message = result.value;
  check(
    new Set(message.quirks).size === message.quirks.length && message.quirks.every((q) => QUIRKS.includes(q)),
    `quirks ${message.quirks}`,
  );
  digest.update(`${message.cn}${message.quirks}`);
  if (message.body.kind !== "exchange") judgeBody(message.body);
  check(answer9013(message).length <= 1_036 && answer9014(message).length <= 1_036, "an answer is too long");
}

function judgeBody({ time, factors }: Exclude<Hj212Message["body"], { readonly kind: "exchange" }>): void {
  if (time.state === "given") check(Number.isFinite(time.at), "an invalid time");
  for (const { numbers } of factors)
    for (const value of Object.values(numbers)) check(Number.isFinite(value) && !Object.is(value, -0), `value ${value}`);
}

function loadCorpus(): readonly Buffer[] {
  const packets = readFileSync(join(GOLDEN, "packets.jsonl"), "utf8").trim().split("\n");
  const files = readdirSync(join(GOLDEN, "corpus"))
    .filter((file) => file.endsWith(".bin"))
    .sort();
  return [
    ...packets.map((line) => Buffer.from((JSON.parse(line) as { readonly raw: string }).raw)),
    ...files.map((file) => readFileSync(join(GOLDEN, "corpus", file))),
  ];
}

function save(stream: Buffer, folder: string, error: Error): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `crash-${createHash("sha256").update(stream).digest("hex").slice(0, 12)}.bin`);
  writeFileSync(file, stream);
  console.error(`${error.stack}\n${stream.length} bytes saved: npm run fuzz -- hj212 --replay ${file}`);
}

export function fuzzHj212(args: readonly string[]): Outcome {
  const options = readOptions(
    "npm run fuzz -- hj212",
    {
      seconds: number(20, MAX_SECONDS),
      count: optionalNumber(MAX_COUNT),
      seed: number(1, 2 ** 31),
      save: text(join(GOLDEN, "corpus")),
      replay: optionalText(),
    },
    args,
  );
  if (options.replay !== undefined) {
    examine(readFileSync(options.replay), randomFrom(options.seed));
    printResult(tally);
    return { kept: true };
  }
  const corpus = loadCorpus();
  const most = (options.count ?? MAX_COUNT) + corpus.length;
  const until = options.count === undefined ? performance.now() + options.seconds * 1_000 : Number.POSITIVE_INFINITY;
  for (const stream of corpus) examine(stream, randomFrom(options.seed));
  const baseline = process.memoryUsage().heapUsed;
  while (tally.inputs < most && performance.now() < until) {
    // Each input has a seed of its own, so that one alone can be made again.
    const random = randomFrom(options.seed * 1_000_003 + tally.inputs);
    const stream = makeStream(corpus, random);
    try {
      examine(stream, random);
    } catch (error) {
      save(stream, options.save, error as Error);
      return { kept: false };
    }
    if (tally.inputs % 5_000 === 0) check(process.memoryUsage().heapUsed - baseline < MAX_GROWTH_BYTES, "memory grows");
  }
  printResult({ seed: options.seed, ...tally, digest: digest.digest("hex").slice(0, 16) });
  return { kept: true };
}
