import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFrame, frameSegment } from "./encode-frame.ts";
import type { CutFrame, RejectedFrame } from "./examine-frame.ts";
import { createFrameCutter } from "./frame-cutter.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (b: Uint8Array): string => new TextDecoder().decode(b);

/** All results of a stream that comes in the given pieces and then stops. */
function cutAll(pieces: readonly Uint8Array[]): readonly (CutFrame | RejectedFrame)[] {
  const cutter = createFrameCutter();
  const results: (CutFrame | RejectedFrame)[] = [];
  for (const piece of pieces) {
    cutter.push(piece);
    for (let r = cutter.next(); r !== undefined; r = cutter.next()) results.push(r);
  }
  for (let r = cutter.last(); r !== undefined; r = cutter.last()) results.push(r);
  return results;
}

const lines = (pieces: readonly Uint8Array[]): readonly string[] =>
  cutAll(pieces).map((r) =>
    r.kind === "frame" ? [`${r.offset}:${text(r.segment)}`, ...r.quirks].join(" ") : `${r.offset}:${r.code}`,
  );
const summary = (stream: string): readonly string[] => lines([bytes(stream)]);

// Golden conversation of a 2017 realtime upload; length and CRC were worked out with the standard's steps.
const UPLOAD =
  "##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=N&&BDC1\r\n";
const ANSWER = "##0087QN=20260102030500123;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&6300\r\n";
const uploadSegment = UPLOAD.slice(6, -6);
const answerSegment = ANSWER.slice(6, -6);

test("a frame that comes byte by byte is the frame", () => {
  const results = cutAll([...bytes(UPLOAD)].map((b) => Uint8Array.of(b)));

  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ kind: "frame", offset: 0, crc: "standard", quirks: [] });
  expect(text(results[0]?.kind === "frame" ? results[0].bytes : new Uint8Array())).toBe(UPLOAD);
});

test("twenty frames in one piece are twenty frames", () => {
  expect(summary(UPLOAD.repeat(20))).toHaveLength(20);
});

test("a frame that has been handed out does not change when more bytes come", () => {
  const cutter = createFrameCutter();
  cutter.push(bytes(UPLOAD.slice(0, 50)));
  cutter.next();
  cutter.push(bytes(UPLOAD.slice(50) + ANSWER.slice(0, 20)));
  const first = cutter.next();
  cutter.push(bytes(ANSWER.slice(20)));
  cutter.next();

  expect(first?.kind === "frame" && text(first.bytes)).toBe(UPLOAD);
});

test.each([
  ["junk before a frame is skipped", `GET / HTTP/1.1\r\n#${UPLOAD}`, [`17:${uploadSegment}`]],
  ["a length without leading zeros is accepted", UPLOAD.replace("##0170", "##170"), [`0:${uploadSegment} length-unpadded`]],
  ["a CRC in lower case is accepted", UPLOAD.replace("BDC1", "bdc1"), [`0:${uploadSegment} crc-lowercase`]],
  ["a missing CR LF is accepted between frames", UPLOAD.trim() + ANSWER, [`0:${uploadSegment} no-crlf`, `180:${answerSegment}`]],
  ["a missing CR LF is accepted at the end", ANSWER.trim(), [`0:${answerSegment} no-crlf`]],
  ["a lone LF is accepted", UPLOAD.replace("\r\n", "\n") + ANSWER, [`0:${uploadSegment} no-crlf`, `181:${answerSegment}`]],
  ["a length that is too small is put right by the CRC", UPLOAD.replace("0170", "0101"), [`0:${uploadSegment} length-mismatch`]],
  [
    "a length that reaches into the next frame gives the next frame back",
    UPLOAD.replace("0170", "0271") + ANSWER,
    [`0:${uploadSegment} length-mismatch`, `182:${answerSegment}`],
  ],
  [
    "a wrong CRC is rejected, and the next frame is not lost",
    UPLOAD.replace("BDC1", "BDC0") + ANSWER,
    ["0:wrong-crc", `182:${answerSegment}`],
  ],
  ["a wrong length with a wrong CRC is rejected", UPLOAD.replace("0170", "0160").replace("BDC1", "BDC0"), ["0:wrong-length"]],
  ["a length that is no number is rejected", `##ZZZZ${UPLOAD}`, ["0:wrong-length", `6:${uploadSegment}`]],
  ["a frame without CRC is rejected", "##0087QN=1;ST=91;CN=9014;MN=A;CP=&&&&", ["0:wrong-length"]],
  ["a frame that ends within its length is rejected", "##01", ["0:wrong-length"]],
  ["a single # is nothing", "#", []],
])("%s", (_title, stream, expected) => {
  expect(summary(stream)).toEqual(expected);
});

test("a frame whose length is too large is given out as soon as its own end has come", () => {
  const cutter = createFrameCutter();
  cutter.push(bytes(UPLOAD.replace("0170", "9999")));

  expect(cutter.next()).toMatchObject({ kind: "frame", quirks: ["length-mismatch"] });
});

test("an unpadded CRC is accepted", () => {
  // 00C0 is worked out for this segment below: the search is over MNs until the CRC begins with a zero.
  const segment =
    Array.from({ length: 4096 }, (_, i) => `ST=32;CN=9015;MN=A${i};CP=&&&&`).find((s) =>
      /&&0[1-9A-F]/.test(text(frameSegment(s))),
    ) ?? "";
  const framed = text(frameSegment(segment));

  expect(summary(framed.replace(/&&0(\w{3})\r\n$/, "&&$1\r\n"))).toEqual([`0:${segment} crc-unpadded`]);
});

test("## and CR LF within a text do not end a frame", () => {
  const frame = encodeFrame({ st: "32", cn: "3020", mn: "A", cp: "i11001-Info=//##0001\r\nABCD\r\n//" });

  expect(cutAll([frame])).toMatchObject([{ kind: "frame", quirks: [] }]);
});

test("a cutter that waits for the CR LF only says so", () => {
  const cutter = createFrameCutter();
  cutter.push(bytes(UPLOAD.trim()));

  expect(cutter.next()).toBeUndefined();
  expect(cutter.waitingFor()).toBe("tail");
  cutter.push(bytes("\r\n"));
  expect(cutter.next()).toMatchObject({ kind: "frame", quirks: [] });
  expect(cutter.next()).toBeUndefined();
  expect(cutter.waitingFor()).toBe("nothing");
});

test("ten megabytes without a frame are counted and not kept", () => {
  const cutter = createFrameCutter();
  const chunk = new Uint8Array(65_536).fill(65);
  for (let i = 0; i < 160; i++) {
    cutter.push(chunk);
    expect(cutter.next()).toBeUndefined();
  }

  expect(cutter.junkBytes()).toBe(160 * 65_536);
  expect(cutter.junkSample()).toEqual(new Uint8Array(64).fill(65));
});

test("a head that promises 9999 bytes is rejected when they have come without a CRC", () => {
  const cutter = createFrameCutter();
  cutter.push(bytes("##9999"));
  let rejected: unknown;
  for (let i = 0; i < 12 && rejected === undefined; i++) {
    cutter.push(new Uint8Array(1_000).fill(90));
    rejected = cutter.next();
  }

  expect(rejected).toMatchObject({ kind: "rejected", code: "wrong-length", offset: 0 });
});

const frames = fc.array(
  fc.record({
    mn: fc.stringMatching(/^[A-Z0-9]{1,24}$/),
    cp: fc.stringMatching(/^[a-z0-9.=,;#&\r\n清-]{0,60}$/),
    tail: fc.constantFrom("\r\n", "\n", "", "\r\n  "),
    lengthError: fc.constantFrom(0, 0, 0, 3, -3, 40, 400),
    junk: fc.constantFrom("", "", "", "abc", "\r\n", "##", "#", "##12"),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A frame as a careless device sends it. */
function sent({
  mn,
  cp,
  tail,
  junk,
  lengthError,
}: {
  mn: string;
  cp: string;
  tail: string;
  junk: string;
  lengthError: number;
}): string {
  const frame = text(encodeFrame({ st: "31", cn: "2011", mn, cp })).trimEnd();
  const length = String(Number(frame.slice(2, 6)) + lengthError).padStart(4, "0");
  return `${junk}##${length}${frame.slice(6)}${tail}`;
}

test("a frame of wrong length without CR LF ends where the next begins, also when a piece ends between the two #", () => {
  const wrong = UPLOAD.replace("0170", "9999").trim();

  expect(lines([bytes(`${wrong}#`), bytes(`#${ANSWER.slice(2)}`)])).toEqual([
    `0:${uploadSegment} length-mismatch no-crlf`,
    `180:${answerSegment}`,
  ]);
});

test("a stream gives the same frames in whatever pieces it comes", () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat(400), { maxLength: 20 }), (items, cuts) => {
      const stream = bytes(items.map(sent).join(""));
      const at = [...new Set([0, ...cuts.map((c) => c % stream.length), stream.length])].sort((a, b) => a - b);
      const pieces = at.slice(1).map((to, i) => stream.slice(at[i], to));

      expect(lines(pieces)).toEqual(lines([stream]));
    }),
  );
});

// Behaviour
test("random bytes never throw and never loop", () => {
  const bit = fc.oneof(
    fc.uint8Array({ maxLength: 30 }),
    fc.constantFrom("##", "##0010", "&&", "1C80\r\n", "##9999", UPLOAD).map(bytes),
  );
  fc.assert(
    fc.property(fc.array(bit, { maxLength: 30 }), (pieces) => {
      const total = pieces.reduce((n, p) => n + p.length, 0);

      expect(cutAll(pieces).length).toBeLessThanOrEqual(total);
    }),
  );
});

test("of junk all bytes are counted and the first 64 are kept, also where heads are rejected within it", () => {
  const cutter = createFrameCutter();
  const junk = `${"x".repeat(63)}##ZZZZ`;
  cutter.push(bytes(junk + UPLOAD));
  const codes: string[] = [];
  for (let r = cutter.next(); r !== undefined; r = cutter.next()) codes.push(r.kind === "frame" ? "frame" : r.code);

  expect(codes).toEqual(["wrong-length", "frame"]);
  expect(cutter.junkBytes()).toBe(junk.length);
  expect(text(cutter.junkSample())).toBe(junk.slice(0, 64));
});
