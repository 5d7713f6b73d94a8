import { bench, describe } from "vitest";
import { crcOf } from "./crc.ts";
import { decodeFrame } from "./decode-frame.ts";
import { encodeFrame } from "./encode-frame.ts";
import { createFrameCutter } from "./frame-cutter.ts";
import { parseSegment } from "./parse-segment.ts";
import { segmentText } from "./segment-text.ts";

/** A realtime upload of five factors, as a stack sends every minute: 300 bytes. */
const FRAME = Buffer.from(
  encodeFrame({
    qn: "20260102030500123",
    st: "31",
    cn: "2011",
    pw: "123456",
    mn: "SIM410102000000000000001",
    flag: 5,
    cp: [
      "DataTime=20260102030500",
      ...["a21026", "a21002", "a34013", "a19001", "a01012"].map((f) => `${f}-Rtd=35.2,${f}-Flag=N`),
    ].join(";"),
  }),
);
const SEGMENT = FRAME.subarray(6, -6);
const STREAM = Buffer.concat(Array.from({ length: 200 }, () => FRAME));

/** What a quick implementation does: the floor to compare with. */
function naive(frame: Buffer): Record<string, string> {
  const fields: Record<string, string> = {};
  const [, head = "", area = ""] = /^##\d{4}(.*)CP=&&(.*)&&/.exec(frame.toString()) ?? [];
  for (const item of `${head}${area}`.split(/[;,]/)) {
    const [key = "", value = ""] = item.split("=");
    fields[key] = value;
  }
  return fields;
}

describe("one frame of five factors", () => {
  bench("decode whole (CRC, header, factors, time)", () => {
    decodeFrame(FRAME);
  });
  bench("header only (the gateway's part)", () => {
    parseSegment(segmentText(SEGMENT, []), []);
  });
  bench("CRC alone", () => {
    crcOf(SEGMENT);
  });
  bench("naive regular expression and split, without CRC", () => {
    naive(FRAME);
  });
});

describe("a stream of 200 frames", () => {
  bench("cut", () => {
    const cutter = createFrameCutter();
    cutter.push(STREAM);
    while (cutter.next() !== undefined);
  });
});
