import { z } from "zod";
import { InstantIn } from "../../../cases/shared/wire-forms.ts";
import { DAY } from "../../../core/time.ts";

/** A factor, as the device calls it. */
const PolId = z.string().regex(/^[A-Za-z0-9]{1,8}$/, "1 to 8 letters and digits");
const InfoId = z.string().regex(/^i[A-Za-z0-9]{5}$/, "i and five letters or digits");
/** The system code that the request names; left out: the one the device uses itself. */
const St = z
  .string()
  .regex(/^\d{2}$/, "two digits")
  .optional();
const MOST_HISTORY_MS = 31 * DAY;

const HistoryIn = z
  .strictObject({
    command: z.literal("history"),
    cn: z.enum(["2061", "2051", "2031"]),
    from: InstantIn,
    to: InstantIn,
    st: St,
  })
  .refine(({ from, to }) => from <= to && to - from <= MOST_HISTORY_MS, {
    path: ["to"],
    params: { code: "out-of-range", facts: { of: "days", min: 0, max: MOST_HISTORY_MS / DAY } },
  });
const RealtimeIntervalIn = z.strictObject({
  command: z.literal("set-interval"),
  cn: z.literal("1062"),
  value: z.number().int().min(30).max(3_600),
  st: St,
});
/** Minute intervals that HJ 212-2017 knows. */
const MINUTES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const MinuteIntervalIn = z.strictObject({
  command: z.literal("set-interval"),
  cn: z.literal("1064"),
  value: z.number().refine((minutes) => MINUTES.includes(minutes), {
    params: { code: "not-allowed-value", facts: { allowed: MINUTES.map(String) } },
  }),
  st: St,
});
const InformationIn = z
  .strictObject({
    command: z.literal("information"),
    polId: PolId,
    infoId: InfoId,
    from: InstantIn.optional(),
    to: InstantIn.optional(),
    st: St,
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ["to"],
    params: { code: "required" },
  });

/** What may be asked of a device. Nothing that moves a valve, a range or a password. */
export const DeviceCommandIn = z.discriminatedUnion("command", [
  HistoryIn,
  z.strictObject({ command: z.literal("set-time"), st: St }),
  z.strictObject({ command: z.literal("read-time"), polId: PolId.optional(), st: St }),
  z.discriminatedUnion("cn", [RealtimeIntervalIn, MinuteIntervalIn]),
  z.strictObject({ command: z.literal("read-interval"), cn: z.enum(["1061", "1063"]), st: St }),
  z.strictObject({ command: z.literal("start-realtime"), st: St }),
  z.strictObject({ command: z.literal("stop-realtime"), st: St }),
  z.strictObject({ command: z.literal("start-state"), st: St }),
  z.strictObject({ command: z.literal("stop-state"), st: St }),
  z.strictObject({
    command: z.literal("set-timeout"),
    overTime: z.number().int().min(1).max(99),
    reCount: z.number().int().min(1).max(99),
    st: St,
  }),
  z.strictObject({ command: z.literal("rotate-key"), st: St }),
  z.strictObject({ command: z.literal("sample"), polId: PolId, st: St }),
  z.strictObject({ command: z.literal("device-id"), polId: PolId, st: St }),
  InformationIn,
]);

export type DeviceCommandBody = z.output<typeof DeviceCommandIn>;
