import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../tests/support/runs.ts";
import { decodeConforming } from "./decode-conforming.ts";
import { decodeFrame } from "./decode-frame.ts";
import { decodeCutTolerantly, decodeTolerantly } from "./decode-tolerant.ts";
import { encodeFrame } from "./encode-frame.ts";
import type { DecodeOptions, Hj212Message } from "./hj212-message.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function conforming(segment: Uint8Array, options: DecodeOptions = {}): Hj212Message | undefined {
  return decodeConforming(segment, { from: 0, to: segment.length }, { options, quirks: [] });
}

/** All that can be asked of a message, whichever way it was made. */
function told({ qn, st, cn, pw, mn, flag, part, isBackfill, edition, dataArea, pairs, body, quirks }: Hj212Message): unknown {
  return { qn, st, cn, pw, mn, flag, part, isBackfill, edition, dataArea, pairs, body, quirks };
}

function tolerant(segment: Uint8Array, options: DecodeOptions = {}): unknown {
  const result = decodeCutTolerantly({ kind: "frame", bytes: segment, segment, crc: "standard", quirks: [] }, options);
  return result.ok ? told(result.value) : result.error;
}

const HEAD = "QN=20260102030500123;ST=31;CN=2061;PW=123456;MN=SIM410102000000000000001;Flag=5;";
const PLAIN = `${HEAD}CP=&&DataTime=20260102020000;a21026-Cou=1.5,a21026-Min=30.1,a21026-Avg=35.2,a21026-Max=44,a21026-ZsAvg=40.1,a21026-RawAvg=35.3,a21026-Flag=N;a19001-Avg=-0.041,a19001-Flag=D&&`;

const digits = (count: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,24}$/);
const code = fc.stringMatching(/^[A-Za-z0-9_]{1,6}$/);
const decimal = fc.stringMatching(/^-?[0-9]{1,9}(\.[0-9]{1,6})?$/);
const stamp = fc
  .date({ min: new Date("1000-01-02T00:00:00Z"), max: new Date("2999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((d) => d.toISOString().replace(/\D/g, "").slice(0, 14));
const FIELDS = ["Rtd", "Avg", "Min", "Max", "Cou", "ZsRtd", "ZsAvg", "ZsMin", "ZsMax", "RawAvg", "Flag"] as const;

const item = fc
  .tuple(code, fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1 }), fc.array(decimal, { minLength: 11, maxLength: 11 }))
  .map(([factor, fields, values]) => ({
    factor,
    text: fields.map((f, i) => `${factor}-${f}=${f === "Flag" ? "N" : values[i]}`).join(","),
  }));

/** A segment exactly as the standard prints it, with anything a standard allows at each place. */
const plainSegment = fc
  .record({
    qn: digits(17),
    st: digits(2),
    cn: fc.constantFrom("2011", "2051", "2061", "2031", "2111"),
    pw: word,
    mn: word,
    flag: fc.constantFrom("0", "1", "4", "5", "8", "9", "04"),
    time: stamp,
    items: fc.uniqueArray(item, { selector: (i) => i.factor, maxLength: 8 }),
  })
  .map(({ qn, st, cn, pw, mn, flag, time, items }) => {
    const area = [`DataTime=${time}`, ...items.map((i) => i.text)].join(";");
    return `QN=${qn};ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${flag};CP=&&${area}&&`;
  });

test("the plain form is read without the tolerant decoder, and alike", () => {
  fc.assert(
    fc.property(plainSegment, fc.constantFrom(undefined, "2005", "2017", "2025"), (text, edition) => {
      const options = edition === undefined ? {} : ({ edition } as const);
      const message = conforming(bytes(text), options);

      expect(message).toBeDefined();
      expect(message && told(message)).toEqual(tolerant(bytes(text), options));
    }),
    { numRuns: runs(1_000) },
  );
});

test("stars in the place of a password are read alike, and more of them than a password may have are left to the tolerant decoder", () => {
  const starred = (count: number): Uint8Array => bytes(PLAIN.replace("PW=123456", `PW=${"*".repeat(count)}`));
  const message = conforming(starred(6));

  expect(message && told(message)).toEqual(tolerant(starred(6)));
  expect(conforming(starred(300))).toBeUndefined();
});

test("answers and heartbeats with an empty data area are read without the tolerant decoder, and alike", () => {
  fc.assert(
    fc.property(digits(4), (cn) => {
      const segment = bytes(`QN=20260102030500123;ST=91;CN=${cn};PW=123456;MN=SIM;Flag=4;CP=&&&&`);
      const message = conforming(segment);

      if (["2011", "2051", "2061", "2031", "2111"].includes(cn)) expect(message).toBeUndefined();
      else expect(message && told(message)).toEqual(tolerant(segment));
    }),
  );
});

const SPICES = [
  ...";,=-&.#/ _0123456789NRZ\u0000ÿ",
  "//",
  "&&",
  ";;",
  "Flag=",
  "-Rtd=",
  "-ZsRtd=",
  "DataTime=",
  "PNUM=1;PNO=1;",
  "RF=1;",
  "1e3",
  "Td",
  "\r\n",
];

test("where the quick decoder reads a changed segment at all, it reads what the tolerant one does", () => {
  const swap = fc.tuple(fc.nat(), fc.constant(1), fc.constantFrom("0", "1", "9", "a", "N"));
  const spice = fc.tuple(fc.nat(), fc.nat(4), fc.oneof(fc.constant(""), fc.constantFrom(...SPICES)));
  let read = 0;
  fc.assert(
    fc.property(plainSegment, fc.array(fc.oneof(swap, spice), { minLength: 1, maxLength: 3 }), (text, changes) => {
      let changed = text;
      for (const [where, removed, added] of changes) {
        const at = where % (changed.length + 1);
        changed = changed.slice(0, at) + added + changed.slice(at + removed);
      }
      const message = conforming(bytes(changed));
      if (message === undefined) return;
      read++;
      expect(told(message)).toEqual(tolerant(bytes(changed)));
    }),
    { numRuns: runs(5_000) },
  );
  expect(read).toBeGreaterThan(runs(5_000) / 50);
});

test("any decimal is the number that JavaScript reads", () => {
  const long = fc.stringMatching(/^-?[0-9]{1,17}(\.[0-9]{1,17})?$/);
  const realistic = fc.tuple(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.nat(9)).map(([n, places]) => n.toFixed(places));
  fc.assert(
    fc.property(fc.oneof(decimal, long, realistic), (text) => {
      const message = conforming(bytes(`${HEAD}CP=&&DataTime=20260102020000;a21026-Avg=${text}&&`));
      const count = text.replace(/\D/g, "").length;

      expect(message === undefined).toBe(count > 15);
      if (message !== undefined) expect(message.body).toMatchObject({ factors: [{ numbers: { Avg: Number(text) + 0 } }] });
    }),
    { numRuns: runs(3_000) },
  );
});

test.each([
  ["a number without digits before the point", "a-Avg=.5"],
  ["a number without digits behind the point", "a-Avg=5."],
  ["a number with a plus", "a-Avg=+5"],
  ["an exponent", "a-Avg=1e3"],
  ["an empty value", "a-Avg="],
  ["a field that stands twice", "a-Avg=1,a-Avg=1"],
  ["a factor that stands in two items", "a-Avg=1;b-Avg=1;a-Min=1"],
  ["a field of another factor in one item", "a-Avg=1,b-Flag=N"],
  ["a flag of two characters", "a-Avg=1,a-Flag=Td"],
  ["an empty flag", "a-Avg=1,a-Flag="],
  ["a suffix that is not a number's", "a-Avg=1,a-EFlag=A01"],
  ["a suffix that only begins like a known one", "a-RawAvx=1"],
  ["a suffix in other capitals", "a-AVG=1"],
  ["an empty item", "a-Avg=1;"],
  ["a field without a factor", "SB=1"],
])("%s is left to the tolerant decoder", (_title, items) => {
  expect(conforming(bytes(`${HEAD}CP=&&DataTime=20260102020000;${items}&&`))).toBeUndefined();
});

test.each([
  ["the plain form", PLAIN, true],
  ["a QN of 16 digits", PLAIN.replace("QN=2", "QN="), false],
  ["a QN with a letter", PLAIN.replace("QN=2", "QN=x"), false],
  ["an ST of three characters", PLAIN.replace("ST=31", "ST=101"), false],
  ["an ST with a dash", PLAIN.replace("ST=31", "ST=3-"), false],
  ["an empty PW", PLAIN.replace("PW=123456", "PW="), false],
  ["an MN of 33 characters", PLAIN.replace(/MN=\w+/, `MN=${"A".repeat(33)}`), false],
  ["an MN of 32 characters", PLAIN.replace(/MN=\w+/, `MN=${"A".repeat(32)}`), true],
  ["the split bit", PLAIN.replace("Flag=5", "Flag=7"), false],
  ["a Flag of no known edition", PLAIN.replace("Flag=5", "Flag=12"), false],
  ["a Flag without a number", PLAIN.replace("Flag=5", "Flag="), false],
  ["packet numbers", PLAIN.replace("Flag=5;", "Flag=7;PNUM=1;PNO=1;"), false],
  ["31 February", PLAIN.replace("20260102020000", "20260231020000"), false],
  ["no closing &&", PLAIN.slice(0, -2), false],
])("with %s, the quick decoder reads or leaves a segment", (_title, segment, expected) => {
  expect(conforming(bytes(segment)) !== undefined).toBe(expected);
});

test("every packet of the corpus is read alike both ways", () => {
  const lines = readFileSync(new URL("../../../tests/golden/hj212/packets.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  let read = 0;
  for (const line of lines) {
    const { raw } = JSON.parse(line) as { raw: string };
    const message = conforming(bytes(raw.trim().slice(6, -4)));
    if (message === undefined) continue;
    read++;
    expect(told(message)).toEqual(tolerant(bytes(raw.trim().slice(6, -4))));
  }
  expect(read).toBeGreaterThan(20);
});

test("a frame with one wrong byte anywhere is judged as the tolerant decoder judges it", () => {
  const frame = encodeFrame({
    qn: "20260102030500123",
    st: "31",
    cn: "2011",
    pw: "123456",
    mn: "SIM",
    flag: 5,
    cp: "DataTime=20260102030500;a-Rtd=1.5,a-Flag=N",
  });
  for (let at = 0; at < frame.length; at++) {
    for (const other of [0, 32, 38, 48, 59, 70, 102, 255]) {
      const changed = frame.slice();
      changed[at] = other;
      const quick = decodeFrame(changed);
      const slow = decodeTolerantly(changed, {});

      expect(quick.ok ? told(quick.value) : quick).toEqual(slow.ok ? told(slow.value) : slow);
    }
  }
});
