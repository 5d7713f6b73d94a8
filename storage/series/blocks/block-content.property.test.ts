import fc from "fast-check";
import { expect, test } from "vitest";
import { type BlockRow, readBlock, readBlockPoints, writeBlock } from "./block-content.ts";

const aNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer().map((n) => n / 100),
  fc.constantFrom(0, -0, 0.1, 1e300, 5e-324, 2 ** 53 - 1),
);
const aPlace = fc.integer({ min: 0, max: 2 ** 45 });
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });

const aRow: fc.Arbitrary<BlockRow> = fc.record(
  {
    at: fc.integer({ min: -(2 ** 45), max: 2 ** 45 }),
    revision: fc.nat(9),
    value: aNumber,
    converted: maybe(aNumber),
    flag: fc.string(),
    min: maybe(aNumber),
    max: maybe(aNumber),
    total: maybe(aNumber),
    seq: aPlace,
    receivedAt: aPlace,
    origin: maybe(fc.nat(99)),
    order: maybe(aPlace),
    firstEntry: maybe(aPlace),
    digest: maybe(fc.maxSafeNat()),
    implausible: maybe(fc.constant(1)),
    digests: maybe(fc.string()),
    rawMean: maybe(aNumber),
    sampledAt: maybe(fc.integer({ min: -(2 ** 45), max: 2 ** 45 })),
    vendorFlag: maybe(fc.string()),
    backfilled: maybe(fc.constant(1)),
  },
  { noNullPrototype: true },
);

test("whatever versions are packed, every part of every one comes back exactly", () => {
  fc.assert(
    fc.property(fc.array(aRow, { maxLength: 50 }), (rows) => {
      const bytes = writeBlock(rows);
      expect(readBlock(bytes)).toStrictEqual(rows);
      expect(readBlockPoints(bytes).value).toStrictEqual(rows.map(({ value }) => value));
    }),
  );
});

test("an hour of 180 realtime values with one decimal takes less than 15 bytes a value, whatever their digests are", () => {
  const at = Date.UTC(2026, 10, 23);
  const rows = Array.from({ length: 180 }, (_, i): BlockRow => {
    const jitter = (i * 7919) % 300;
    return {
      ...{ at: at + i * 20_000, revision: 0, value: (500 + ((i * 31) % 97)) / 10, converted: null, flag: "N" },
      ...{ min: null, max: null, total: null, seq: 1_000_000 + i * 500 + jitter, receivedAt: at + i * 20_000 + jitter },
      ...{ origin: 7, order: null, firstEntry: null, digest: (i * 2_654_435_761) % 2 ** 32, implausible: null, digests: null },
      ...{ rawMean: null, sampledAt: null, vendorFlag: null, backfilled: null },
    };
  });

  expect(writeBlock(rows).length / 180).toBeLessThan(15);
});

test("a block of a later build is refused, not guessed at", () => {
  expect(() => readBlock(new Uint8Array([2, 0]))).toThrow("format 2");
});
