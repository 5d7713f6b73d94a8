// Makes byte streams that are almost HJ 212: pieces of the corpus, changed byte by byte, cut and glued, some with
// length and CRC put right again so that the change gets past them.
import { crcOf, formatCrc } from "../../ingest/codecs/hj212/crc.ts";
import type { Random } from "../harness/random.ts";

const BYTES = [0, 10, 13, 32, 35, 38, 44, 45, 46, 47, 48, 57, 59, 61, 65, 70, 102, 127, 128, 0xb2, 0xe4, 255];
const TOKENS = [
  ...[
    "##",
    "&&",
    "CP=&&",
    ";CP=",
    "//",
    "\r\n",
    "-Rtd=",
    "-ZsAvg=",
    "-Flag=N",
    "DataTime=",
    "DataTime=20260231250000",
    "Flag=7;",
    "PNUM=2;PNO=1;",
  ],
  ...[
    "RF=1;",
    "QN=",
    "MN=",
    "ST=91;",
    "CN=9014;",
    "1e308",
    "NaN",
    "-0",
    "99999999999999999999",
    "__proto__-Rtd=1;",
    "{0x",
    "0xE4,",
    "##9999",
    "0000",
  ],
].map((token) => Buffer.from(token));

export function makeStream(corpus: readonly Buffer[], random: Random): Buffer {
  const count = 1 + random.below(4);
  return Buffer.concat(Array.from({ length: count }, () => makePiece(corpus, random)));
}

function makePiece(corpus: readonly Buffer[], random: Random): Buffer {
  let piece = random.pick(corpus);
  const changes = random.below(5);
  for (let i = 0; i < changes; i++) piece = random.pick(CHANGES)(piece, { random, corpus });
  return random.chance(0.5) ? putRight(piece) : piece;
}

type Change = (bytes: Buffer, chance: { readonly random: Random; readonly corpus: readonly Buffer[] }) => Buffer;

const CHANGES: readonly Change[] = [
  (b, { random }) => replaced(b, random.below(b.length + 1), 1, Buffer.from([random.below(256)])),
  (b, { random }) => replaced(b, random.below(b.length + 1), 1, Buffer.from([random.pick(BYTES)])),
  (b, { random }) => replaced(b, random.below(b.length + 1), 0, random.pick(TOKENS)),
  (b, { random }) => replaced(b, random.below(b.length + 1), random.below(8), random.pick(TOKENS)),
  (b, { random }) => replaced(b, random.below(b.length + 1), random.below(40), Buffer.alloc(0)),
  (b, { random }) => b.subarray(0, random.below(b.length + 1)),
  (b, { random }) => {
    const from = random.below(b.length + 1);
    const part = b.subarray(from, from + random.below(60));
    return replaced(b, random.below(b.length + 1), 0, Buffer.concat(Array.from({ length: 1 + random.below(20) }, () => part)));
  },
  (b, { random, corpus }) => {
    const other = random.pick(corpus);
    return Buffer.concat([b.subarray(0, random.below(b.length + 1)), other.subarray(random.below(other.length + 1))]);
  },
  (b, { random }) => replaced(b, 2, 4, Buffer.from(String(random.below(10_000)).padStart(random.below(5), "0"))),
];

function replaced(bytes: Buffer, at: number, length: number, by: Buffer): Buffer {
  // Growth is bounded: a stream of a few frames finds what a megabyte finds.
  if (bytes.length > 20_000) return bytes.subarray(0, 10_000);
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)]);
}

/** Length and CRC of what lies between the head and the last `&&`. */
function putRight(bytes: Buffer): Buffer {
  const close = bytes.lastIndexOf("&&");
  if (bytes[0] !== 35 || close < 8) return bytes;
  const segment = bytes.subarray(6, close + 2);
  if (segment.length > 9_999) return bytes;
  const head = `##${String(segment.length).padStart(4, "0")}`;
  return Buffer.concat([Buffer.from(head), segment, Buffer.from(`${formatCrc(crcOf(segment))}\r\n`)]);
}
