import fc from "fast-check";
import { expect, test } from "vitest";
import { type DecodeOptions, decodeCutFrame, decodeFrame } from "./decode-frame.ts";
import { encodeFrame, type FrameItems, frameSegment } from "./encode-frame.ts";
import { openSegment } from "./encrypted-segment.ts";
import { createFrameCutter } from "./frame-cutter.ts";

// HJ 212-2025, appendix A.2: the key is the 16 bytes of "0000000000000000".
const KEY = new TextEncoder().encode("0000000000000000");
const HEAD = "QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&";
const FIRST_FIVE =
  "E43E159ACFAB242CB53155FB8B9281A1 A242577ABFAED881BE88B72D69FC55ED 1A80119FAAC8B3CD33D285CC76F57F2C A7F88B9573C6647E0F07E24609BD6B63 EB20C5B9784F28E71D2F4994FF61D9E1";

interface Example {
  readonly area: string;
  readonly head: string;
  readonly crc: string;
  readonly encrypted: string;
  /** What stays in clear behind the groups. */
  readonly remainder: string;
}

const EXAMPLES: readonly Example[] = [
  {
    area: "DataTime=20240520210600;a01011-Min=1.35,a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;a01012-Min=9.3,a01012-Avg=9.3,a01012-Max=9.3,a01012-Flag=N;a01014-Min=3.20,a01014-Avg=3.211,a01014-Max=3.212,a01014-Flag=N",
    head: "##0295",
    crc: "2200",
    encrypted: `${FIRST_FIVE} C2B3075592B4D1E09C4D8BB27BE97B55 9E3DA6643781A6F477769DEEB009B10D FFF3426922725D607DC4480F0CAC5F70 DB2587B124BCB281592721D6E4BC180A 97E5E111499CBE822E31C8D776155354 3AA24207C290997BBDE64F9266BC5F52 9A172E381C1D898CA1A0D771A914A7B2 D7467C70B94F1D4A7B0350A48DBF8B41`,
    remainder: "",
  },
  {
    area: "DataTime=20240520210600;a01011-Min=1.35,a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;a01014-Min=3.20,a01014-Avg=3.20,a01014-Max=3.20,a01014-Flag=N",
    head: "##0234",
    crc: "B541",
    encrypted: `${FIRST_FIVE} 3B391A1D2A454B65388D5D9435DBF021 528C7BF9755EF16518710C0CAC0ADEF9 C5156CD0A5A17674AC0ED2ABC40023E9 EF70128554B82438E91ADCE98A0D03A4`,
    remainder: "g=N",
  },
];

const hexOf = (example: Example): string => example.encrypted.replaceAll(" ", "");
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

/** The three ways to write encrypted bytes. */
const WRITTEN = {
  bytes: (e: Example) => Buffer.from(hexOf(e), "hex").toString("latin1"),
  braces: (e: Example) => `{${(hexOf(e).match(/../g) ?? []).map((b) => `0x${b}`).join(",")}}`,
  hex: (e: Example) => hexOf(e),
  "lower-case hex": (e: Example) => hexOf(e).toLowerCase(),
};
const cases = EXAMPLES.flatMap((example) =>
  (Object.keys(WRITTEN) as (keyof typeof WRITTEN)[]).map((form) => ({
    form,
    bytes: example.area.length,
    example,
    frame: latin1(`${example.head}${HEAD}${WRITTEN[form](example)}${example.remainder}&&${example.crc}\r\n`),
  })),
);

test.each(EXAMPLES)("the printed example with the CRC $crc is what the encoder makes", (example) => {
  const frame = frameSegment(`${HEAD}${example.area}&&`, { sm4Key: KEY });

  expect(Buffer.from(frame).toString("latin1")).toBe(
    `${example.head}${HEAD}${WRITTEN.bytes(example)}${example.remainder}&&${example.crc}\r\n`,
  );
});

test.each(cases)("$bytes encrypted bytes as $form are decoded with the key", ({ form, example, frame }) => {
  const plain = decodeFrame(frameSegment(`${HEAD}${example.area}&&`));
  const result = decodeFrame(frame, { sm4Key: KEY });

  expect(result).toMatchObject({ ok: true, value: { quirks: form === "bytes" ? [] : ["cipher-as-text"] } });
  expect(result.ok && plain.ok && result.value.pairs).toEqual(plain.ok && plain.value.pairs);
});

test.each(cases)("$bytes encrypted bytes as $form are cut out of a stream, whatever pieces it comes in", ({ frame }) => {
  for (const size of [1, 7, 1_000]) {
    const asked: string[] = [];
    const cutter = createFrameCutter({
      keysOf: (mn) => {
        asked.push(mn);
        return [KEY];
      },
    });
    const stream = Buffer.concat([frame, frame]);
    const found: unknown[] = [];
    for (let at = 0; at < stream.length; at += size) {
      cutter.push(stream.subarray(at, at + size));
      for (let f = cutter.next(); f !== undefined; f = cutter.next()) {
        const decoded = f.kind === "frame" ? decodeCutFrame(f) : undefined;
        found.push({ bytes: f.kind === "frame" ? Buffer.from(f.bytes) : f.code, kind: decoded?.ok && decoded.value.body.kind });
      }
    }

    const expected = { bytes: Buffer.from(frame), kind: "minute" };
    expect(found).toEqual([expected, expected]);
    expect(new Set(asked)).toEqual(new Set(["010000A8900016F000169DC0"]));
  }
});

const refusals: readonly [string, DecodeOptions][] = [
  ["without a key", {}],
  ["with another key", { sm4Key: new Uint8Array(16) }],
];
test.each(refusals)("an encrypted frame %s is refused, and the refusal tells nothing of the key", (_title, options) => {
  for (const { frame } of cases) {
    const result = decodeFrame(frame, options);

    expect(result).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^wrong-(crc|length)$/) } });
    expect(JSON.stringify(result)).not.toMatch(/[0-9]{16}|0,0,0,0/);
  }
});

const area = fc
  .array(fc.tuple(fc.stringMatching(/^[a-z][0-9]{5}$/), fc.stringMatching(/^[0-9]{1,4}\.[0-9]$/)), { maxLength: 20 })
  .map((items) =>
    ["DataTime=20260102030500", ...items.map(([factor, value]) => `${factor}-Rtd=${value},${factor}-Flag=N`)].join(";"),
  );
const key16 = fc.uint8Array({ minLength: 16, maxLength: 16 });

test("whatever is encrypted with a key is decoded with it, and is as long as in clear", () => {
  fc.assert(
    fc.property(area, key16, (cp, sm4Key) => {
      const items: FrameItems = { qn: "20260102030500123", st: "31", cn: "2011", pw: "123456", mn: "SIM", flag: 9, cp };
      const clear = encodeFrame(items);
      const encrypted = encodeFrame(items, { sm4Key });
      const result = decodeFrame(encrypted, { sm4Key });

      expect(encrypted).toHaveLength(clear.length);
      expect(result).toMatchObject({ ok: true, value: { body: { kind: "realtime" } } });
      const plain = decodeFrame(clear);
      expect(result.ok && plain.ok && [result.value.body, result.value.quirks]).toEqual(
        plain.ok && [plain.value.body, plain.value.quirks],
      );
    }),
    { numRuns: 300 },
  );
});

test("a device with a key may still send in clear", () => {
  fc.assert(
    fc.property(area, key16, (cp, sm4Key) => {
      const result = decodeFrame(encodeFrame({ st: "31", cn: "2011", mn: "SIM", cp }), { sm4Key });

      expect(result).toMatchObject({ ok: true, value: { body: { kind: "realtime" } } });
    }),
    { numRuns: 100 },
  );
});

test("encrypted frames and frames in clear in one stream all come out, wherever the stream is cut", () => {
  const frame = fc.tuple(area, fc.boolean());
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), key16, fc.integer({ min: 1, max: 500 }), (frames, key, size) => {
      const stream = Buffer.concat(
        frames.map(([cp, isEncrypted]) =>
          encodeFrame({ st: "31", cn: "2011", mn: "SIM", flag: 9, cp }, isEncrypted ? { sm4Key: key } : {}),
        ),
      );
      const cutter = createFrameCutter({ keysOf: () => [key] });
      let count = 0;
      for (let at = 0; at < stream.length; at += size) {
        cutter.push(stream.subarray(at, at + size));
        for (let f = cutter.next(); f !== undefined; f = cutter.next()) {
          expect(f).toMatchObject({ kind: "frame", quirks: [] });
          count++;
        }
      }
      expect(count).toBe(frames.length);
    }),
    { numRuns: 200 },
  );
});

test("an encrypted bare segment that is written as hex is decoded with the key", () => {
  const result = decodeFrame(latin1(`${HEAD}${WRITTEN.hex(EXAMPLES[0] as Example)}&&`), { sm4Key: KEY });

  expect(result).toMatchObject({
    ok: true,
    value: { quirks: ["bare-segment", "cipher-as-text"], body: { kind: "minute", factors: { length: 3 } } },
  });
});

test("the key is looked up by the MN of the header, and without one for it the segment stays closed", () => {
  const encrypted = (head: string) => latin1(`${head}${WRITTEN.bytes(EXAMPLES[0] as Example)}&&`);
  const asked: string[] = [];
  const keysOf = (mn: string): readonly Uint8Array[] => {
    asked.push(mn);
    return mn === "" ? [KEY] : [];
  };

  expect(openSegment(encrypted(HEAD), keysOf)).toEqual([]);
  expect(openSegment(encrypted("ST=31;CN=2051;CP=&&"), keysOf)).toMatchObject([{ wasText: false }]);
  expect(asked).toEqual(["010000A8900016F000169DC0", ""]);
});

test("a segment without a closed data area cannot be encrypted", () => {
  expect(() => frameSegment("ST=31;CN=2011;MN=SIM;CP=&&", { sm4Key: KEY })).toThrow(RangeError);
});

test("an encrypted bare segment, as MQTT may carry it, is decoded with the key", () => {
  const framed = frameSegment(`${HEAD}${EXAMPLES[1]?.area}&&`, { sm4Key: KEY });
  const result = decodeFrame(framed.subarray(6, -6), { sm4Key: KEY });

  expect(result).toMatchObject({
    ok: true,
    value: { quirks: ["bare-segment"], body: { kind: "minute", factors: { length: 2 } } },
  });
});

test("of two keys that a device may use the one that fits opens its frame, whichever comes first", () => {
  const other = new TextEncoder().encode("AnotherKey987654");
  const frame = frameSegment(`${HEAD}${EXAMPLES[0]?.area}&&`, { sm4Key: KEY });

  for (const keys of [[KEY, other], [other, KEY], [other]]) {
    const cutter = createFrameCutter({ keysOf: () => keys });
    cutter.push(frame);
    expect(cutter.next()?.kind).toBe(keys.includes(KEY) ? "frame" : "rejected");
  }
});
