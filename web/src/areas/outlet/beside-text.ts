import type { BesideWire } from "../../../../api/resources/outlets/schema.ts";
import { beijingSecond } from "../../format/beijing-time.ts";
import type { OutletSay } from "./words.ts";

/** What the device said beside a value, as one line; a dash where it said nothing. */
export function besideText(beside: BesideWire | undefined, decimals: number, say: OutletSay): string {
  const { rawMean, sampledAt, vendorFlag, backfilled } = beside ?? {};
  const parts = [
    ...(rawMean === undefined ? [] : [say("outlet.rawMean", { value: rawMean.toFixed(decimals) })]),
    ...(sampledAt === undefined ? [] : [say("outlet.sampledAt", { at: beijingSecond(Date.parse(sampledAt)) })]),
    ...(vendorFlag === undefined ? [] : [say("outlet.vendorFlag", { flag: vendorFlag })]),
    ...(backfilled === undefined ? [] : [say("outlet.backfilled")]),
  ];
  return parts.length === 0 ? "—" : parts.join(say("outlet.besideComma"));
}
