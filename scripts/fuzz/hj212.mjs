// Fuzzes the HJ 212 cutter, decoder, typed reader and answers with mutated bytes.
//   npm run fuzz -- hj212 [--seconds 20 | --count N] [--seed N] [--save DIR] [--replay FILE]
// Runs on dist/: build first. The same seed and count give the same inputs and the same digest. What breaks is saved and told how to repeat.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { answer9013, answer9014 } from "../../dist/ingest/codecs/hj212/answer.js";
import { decodeCutFrame, decodeFrame } from "../../dist/ingest/codecs/hj212/decode-frame.js";
import { decodeTolerantly } from "../../dist/ingest/codecs/hj212/decode-tolerant.js";
import { createFrameCutter } from "../../dist/ingest/codecs/hj212/frame-cutter.js";
import { QUIRKS } from "../../dist/ingest/codecs/hj212/quirks.js";
import { readDataArea } from "../../dist/ingest/codecs/hj212/read-data-area.js";
import { createRandom, makeStream } from "./hj212-mutate.mjs";

const GOLDEN = fileURLToPath(new URL("../../tests/golden/hj212/", import.meta.url));
const MAX_SECONDS = 3_600;
const MAX_COUNT = 100_000_000;
/** No stream of a few frames may take longer: something would be quadratic. */
const MAX_STREAM_MS = 500;
const MAX_GROWTH_BYTES = 256 * 1024 * 1024;
const KEY = Buffer.from("0000000000000000");
const FAILURES = ["not-a-frame", "wrong-length", "wrong-crc", "wrong-header"];

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "hj212"),
  options: {
    seconds: { type: "string" },
    count: { type: "string" },
    seed: { type: "string", default: "1" },
    save: { type: "string", default: join(GOLDEN, "corpus") },
    replay: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const tally = { inputs: 0, bytes: 0, frames: 0, messages: 0, refused: {} };
const digest = createHash("sha256");

function check(isTrue, what) {
  if (!isTrue) throw new Error(what);
}

function count(code) {
  tally.refused[code] = (tally.refused[code] ?? 0) + 1;
  digest.update(code);
}

/** All that must hold for a stream of bytes, whatever they are. */
function examine(stream, random) {
  tally.inputs++;
  tally.bytes += stream.length;
  const isKeyed = random.chance(0.3);
  const cutter = createFrameCutter(isKeyed ? { keyOf: () => KEY } : {});
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

function drain(next, { stream, seen, isKeyed }) {
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

function judgeFrame(frame, isKeyed) {
  const options = { crc: frame.crc, ...(isKeyed && { sm4Key: KEY }) };
  const cut = decodeCutFrame(frame, options);
  judge(cut);
  const slow = decodeTolerantly(frame.bytes, options);
  if (cut.ok && slow.ok) check(isDeepStrictEqual(told(cut.value), told(slow.value)), "both ways of decoding do not agree");
  if (!cut.ok) check(!slow.ok && slow.error.code === cut.error.code, "both ways of decoding do not agree on a refusal");
  // Where a frame ends may depend on what follows; what it says may not.
  judge(decodeFrame(frame.bytes, options));
}

function told({ qn, st, cn, pw, mn, flag, part, isBackfill, edition, dataArea, pairs, body, quirks }) {
  return { qn, st, cn, pw, mn, flag, part, isBackfill, edition, dataArea, pairs, body, quirks };
}

function judge(result) {
  if (!result.ok) {
    const { code, message, offset } = result.error;
    check(FAILURES.includes(code) && message.length < 300 && Number.isInteger(offset), `failure ${code}`);
    count(code);
    return;
  }
  tally.messages++;
  const message = result.value;
  check(
    new Set(message.quirks).size === message.quirks.length && message.quirks.every((q) => q in QUIRKS),
    `quirks ${message.quirks}`,
  );
  digest.update(`${message.cn}${message.quirks}`);
  if (message.body.kind !== "exchange") judgeBody(message.body);
  const area = readDataArea(message);
  check(typeof area.kind === "string", "a data area without a kind");
  check(answer9013(message).length <= 1_036 && answer9014(message).length <= 1_036, "an answer is too long");
}

function judgeBody({ time, factors }) {
  if (time.state === "given") check(Number.isFinite(time.at), "a time that is none");
  for (const { numbers } of factors)
    for (const value of Object.values(numbers)) check(Number.isFinite(value) && !Object.is(value, -0), `value ${value}`);
}

function loadCorpus() {
  const packets = readFileSync(join(GOLDEN, "packets.jsonl"), "utf8").trim().split("\n");
  const files = readdirSync(join(GOLDEN, "corpus"))
    .filter((file) => file.endsWith(".bin"))
    .sort();
  return [
    ...packets.map((line) => Buffer.from(JSON.parse(line).raw)),
    ...files.map((file) => readFileSync(join(GOLDEN, "corpus", file))),
  ];
}

function replay(file) {
  examine(readFileSync(file), createRandom(Number(options.seed)));
  console.log(JSON.stringify(tally));
}

function save(stream, error) {
  mkdirSync(options.save, { recursive: true });
  const file = join(options.save, `crash-${createHash("sha256").update(stream).digest("hex").slice(0, 12)}.bin`);
  writeFileSync(file, stream);
  console.error(`${error.stack}\n${stream.length} bytes saved: node scripts/fuzz/hj212.mjs --replay ${file}`);
}

function bounded(text, most) {
  const value = Number(text);
  if (!(value > 0 && value <= most)) throw new Error(`${text} is not between 0 and ${most}`);
  return value;
}

function main() {
  if (options.help) {
    console.log("usage: hj212 [--seconds N | --count N] [--seed N] [--save DIR] [--replay FILE]");
    return;
  }
  if (options.replay !== undefined) {
    replay(options.replay);
    return;
  }
  const corpus = loadCorpus();
  const seed = Number(options.seed);
  const most = options.count === undefined ? MAX_COUNT : bounded(options.count, MAX_COUNT);
  const until =
    options.count === undefined
      ? performance.now() + bounded(options.seconds ?? "20", MAX_SECONDS) * 1_000
      : Number.POSITIVE_INFINITY;
  for (const stream of corpus) examine(stream, createRandom(seed));
  const baseline = process.memoryUsage().heapUsed;
  while (tally.inputs < most + corpus.length && performance.now() < until) {
    // Each input has a seed of its own, so that one alone can be made again.
    const random = createRandom(seed * 1_000_003 + tally.inputs);
    const stream = makeStream(corpus, random);
    try {
      examine(stream, random);
    } catch (error) {
      save(stream, error);
      process.exitCode = 1;
      return;
    }
    if (tally.inputs % 5_000 === 0) check(process.memoryUsage().heapUsed - baseline < MAX_GROWTH_BYTES, "memory grows");
  }
  console.log(JSON.stringify({ seed, ...tally, digest: digest.digest("hex").slice(0, 16) }));
}

main();
