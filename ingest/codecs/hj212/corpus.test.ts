import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame, type Hj212Message } from "./decode-frame.ts";
import { encodeFrame, frameSegment } from "./encode-frame.ts";
import { createFrameCutter } from "./frame-cutter.ts";
import type { DataPair } from "./parse-data-area.ts";

interface Packet {
  readonly raw: string;
  readonly valid_crc: boolean;
  readonly note: string;
}

const PACKETS: readonly Packet[] = readFileSync(new URL("../../../tests/golden/hj212/packets.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Packet);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One test is generated for each line; the title names what to look for in the file. */
const cases = PACKETS.map((packet, i) => ({ title: `${i + 1} ${packet.note.slice(0, 70)}`, packet }));

test("the corpus is whole", () => {
  expect(PACKETS).toHaveLength(164);
  expect(PACKETS.filter((p) => p.valid_crc)).toHaveLength(156);
});

test.each(cases.filter((c) => c.packet.valid_crc && c.packet.raw.startsWith("##")))("line $title decodes", ({ packet }) => {
  const result = decodeFrame(bytes(packet.raw));

  expect(result).toMatchObject({
    ok: true,
    value: { cn: /cn=(\d+)/.exec(packet.note)?.[1], st: /st=(\w+)/.exec(packet.note)?.[1] },
  });
});

test.each(cases.filter((c) => !c.packet.valid_crc))("line $title is refused with a reason", ({ packet }) => {
  const result = decodeFrame(bytes(packet.raw));

  expect(result).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^wrong-(crc|length)$/) } });
});

test("frames with the CRC of Modbus, low byte first, decode for a device that is registered so", () => {
  const swapped = PACKETS.filter((p) => p.note.includes("crc-is-modbus-swapped"));

  expect(swapped).not.toHaveLength(0);
  for (const p of swapped) expect(decodeFrame(bytes(p.raw), { crc: "modbus-swapped" })).toMatchObject({ ok: true });
});

test("the segment that is printed without a head decodes as a bare segment", () => {
  const bare = PACKETS.filter((p) => !p.raw.startsWith("##"));

  expect(bare).toHaveLength(1);
  for (const p of bare) expect(decodeFrame(bytes(p.raw))).toMatchObject({ ok: true, value: { mn: "88888888888888" } });
});

const printed = cases.filter(
  ({ packet: { note, raw, valid_crc } }) =>
    note.startsWith("kind=standard") && valid_crc && !/erratum|stray/.test(note) && raw.endsWith("\r\n"),
);

test.each(printed)("line $title of a standard encodes to the same bytes", ({ packet }) => {
  const result = decodeFrame(bytes(packet.raw));
  if (!result.ok) throw new Error(result.error.detail.code);
  const encoded = has2005Order(packet.raw) ? frameSegment(segment2005(result.value)) : encodeFrame(itemsOf(result.value));

  expect(new TextDecoder().decode(encoded)).toBe(packet.raw);
});

/**
 * HJ/T 212-2005 puts QN behind CN and PNO before PNUM in its example of a split upload; the encoder follows the later
 * editions.
 */
function has2005Order(raw: string): boolean {
  return raw.slice(6).startsWith("ST=") && /;QN=\d+;PW/.test(raw);
}

function segment2005(m: Hj212Message): string {
  const part = m.part === undefined ? "" : `PNO=${m.part.number};PNUM=${m.part.total};`;
  return `ST=${m.st};CN=${m.cn};QN=${m.qn};PW=${m.pw};MN=${m.mn};${part}CP=&&${areaOf(m.pairs)}&&`;
}

function itemsOf(m: Hj212Message): Parameters<typeof encodeFrame>[0] {
  const isQnInHeader = m.qn !== "" && !m.quirks.includes("qn-in-cp");
  return {
    ...(isQnInHeader && { qn: m.qn }),
    st: m.st,
    cn: m.cn,
    ...(m.pw !== "" && { pw: m.pw }),
    ...(m.mn !== "" && { mn: m.mn }),
    ...(m.flag.value !== undefined && { flag: m.flag.value }),
    ...(m.part !== undefined && { pnum: m.part.total, pno: m.part.number }),
    ...(m.isBackfill && { rf: true as const }),
    cp: areaOf(m.pairs),
  };
}

/** Pairs of one item are joined by commas, items by semicolons. */
function areaOf(pairs: readonly DataPair[]): string {
  return pairs
    .map((p, i) => {
      const separator = i === 0 ? "" : pairs[i - 1]?.item === p.item ? "," : ";";
      const name = p.factor === "" ? p.field : `${p.factor}-${p.field}`;
      return `${separator}${name}=${p.isText ? `//${p.value}//` : p.value}`;
    })
    .join("");
}

function frames(pieces: readonly Uint8Array[]): readonly string[] {
  const cutter = createFrameCutter();
  const found: string[] = [];
  for (const piece of pieces) {
    cutter.push(piece);
    for (let f = cutter.next(); f !== undefined; f = cutter.next())
      found.push(f.kind === "frame" ? new TextDecoder().decode(f.segment) : f.code);
  }
  for (let f = cutter.last(); f !== undefined; f = cutter.last())
    found.push(f.kind === "frame" ? new TextDecoder().decode(f.segment) : f.code);
  return found;
}

test("all lines as one stream give the same frames in whatever pieces they come, with or without CR LF", () => {
  const good = PACKETS.filter((p) => p.valid_crc && p.raw.startsWith("##"));
  const cuts = fc.array(fc.nat(50_000), { maxLength: 300 });
  fc.assert(
    fc.property(fc.infiniteStream(fc.boolean()), cuts, (withTail, at) => {
      const lines = good.map(({ raw }) => (/[\r\n]$/.test(raw) ? raw : raw + (withTail.next().value === true ? "\r\n" : "")));
      const stream = bytes(lines.join(""));
      const places = [...new Set([0, ...at.map((c) => c % stream.length), stream.length])].sort((a, b) => a - b);
      const found = frames(places.slice(1).map((to, i) => stream.slice(places[i], to)));

      expect(found).toHaveLength(good.length);
      expect(found).toEqual(frames([stream]));
    }),
    { numRuns: 30 },
  );
});
