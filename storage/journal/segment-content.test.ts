import fc from "fast-check";
import { expect, test } from "vitest";
import { frame, range } from "../../tests/contract/journal.ts";
import { chainHash, decodeSegment, describeSegment, encodeSegment, extendSpan, SegmentScan } from "./segment-content.ts";

const entry = (seq: number, bytes: number) => ({ ...frame(seq, { payload: Buffer.alloc(bytes, "#") }), seq, format: 1 });

test("the first and the last number of a segment are found however its content is cut", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 20 });
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(sizes, cuts, fc.integer({ min: 1, max: 1e9 }), (payloads, pieces, firstSeq) => {
      const content = encodeSegment(payloads.map((bytes, index) => entry(firstSeq + index, bytes)));
      const scan = new SegmentScan();
      for (let at = 0, n = 0; at < content.length; n++) {
        const length = pieces[n % pieces.length] ?? 1;
        scan.push(content.subarray(at, at + length));
        at += length;
      }

      expect(scan.end()).toEqual({ firstSeq, lastSeq: firstSeq + payloads.length - 1 });
    }),
  );
});

test.each([1, 7, 20, 60])("content that lacks its last %i bytes is no segment", (missing) => {
  const content = encodeSegment([entry(1, 10), entry(2, 10)]);
  const scan = new SegmentScan();
  scan.push(content.subarray(0, content.length - missing));

  expect(() => scan.end()).toThrow("in the middle of an entry");
});

test("a segment that is made in parts is the same as one that is made at once", () => {
  const entries = range(1, 9).map((seq) => entry(seq, seq));
  const parts = [entries.slice(0, 4), entries.slice(4, 5), entries.slice(5)];
  const content = Buffer.concat(parts.map(encodeSegment));

  expect(content).toEqual(encodeSegment(entries));
  expect(decodeSegment(content).map(({ seq }) => seq)).toEqual(range(1, 9));
  expect(parts.reduce<ReturnType<typeof extendSpan>>(extendSpan, undefined)).toEqual(describeSegment(entries));
});

test("the hash of a segment is that of the hash before it and its content", () => {
  // printf 'abcdef' | sha256sum
  expect(chainHash("abc", Buffer.from("def"))).toBe("bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721");
});
