// The frames that are measured. Made with the product's encoder, so that lengths and CRCs are right.
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";

const HEADER = { qn: "20260102030500123", st: "31", pw: "123456", mn: "SIM410102000000000000001", flag: 5 };
export const FACTORS = ["a21026", "a21002", "a34013", "a19001", "a01012"];

export interface NamedFrame {
  readonly name: string;
  readonly bytes: Buffer;
}

function frame(cn: string, time: string, fields: Readonly<Record<string, string>>): Buffer {
  const items = FACTORS.map((code) =>
    Object.entries(fields)
      .map(([field, value]) => `${code}-${field}=${value}`)
      .join(","),
  );
  return Buffer.from(encodeFrame({ ...HEADER, cn, cp: [`DataTime=${time}`, ...items].join(";") }));
}

/** Five factors each: what a stack sends every minute, and every hour. */
export const FRAMES: readonly NamedFrame[] = [
  { name: "2011 realtime", bytes: frame("2011", "20260102030500", { Rtd: "35.2", Flag: "N" }) },
  {
    name: "2061 hour",
    bytes: frame("2061", "20260102020000", { Cou: "1.584", Min: "30.1", Avg: "35.2", Max: "44.0", ZsAvg: "40.1", Flag: "N" }),
  },
];
