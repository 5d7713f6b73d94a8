import type { ClockDoubtCodes } from "../core/clock-doubt.ts";
import { formatBeijing, instant } from "../core/time.ts";
import type { Examples, WordTable } from "./word-table.ts";

/** Why our own clock is not believed, and what happens meanwhile. */
export const CLOCK_DOUBT_WORDS: WordTable<ClockDoubtCodes> = {
  "older-than-build": {
    zh: ({ now, builtAt }) =>
      `平台时钟为 ${formatBeijing(now)}，早于本版本的日期 ${formatBeijing(builtAt)}，不可信；校准之前不对设备授时，也不到期删除任何数据`,
    en: ({ now, builtAt }) =>
      `our clock says ${formatBeijing(now)} (Beijing), before the day of this build, ${formatBeijing(builtAt)}: it is not believed; until it is set, no device is told the time and nothing expires`,
  },
  "behind-journal": {
    zh: ({ now, newest }) =>
      `平台时钟为 ${formatBeijing(now)}，早于日志已经到达的 ${formatBeijing(newest)}，可疑；此间不对设备授时，也不到期删除任何数据`,
    en: ({ now, newest }) =>
      `our clock says ${formatBeijing(now)} (Beijing), but the journal has already seen ${formatBeijing(newest)}: it is in doubt; meanwhile no device is told the time and nothing expires`,
  },
  "ahead-of-journal": {
    zh: ({ now, newest }) =>
      `平台时钟为 ${formatBeijing(now)}，日志只到 ${formatBeijing(newest)}，相差过大，可疑；此间不对设备授时，也不到期删除任何数据。若时钟无误，有设备与之一致时即解除，至迟一天`,
    en: ({ now, newest }) =>
      `our clock says ${formatBeijing(now)} (Beijing), but the journal ends at ${formatBeijing(newest)}, which is too long ago: it is in doubt; meanwhile no device is told the time and nothing expires. If it is right, a device that agrees ends the doubt, or a day`,
  },
  "devices-disagree": {
    zh: ({ devices, heard, driftMs }) =>
      `最近上报的 ${heard} 台设备中有 ${devices} 台时间一致，与平台时钟相差 ${minutesOf(driftMs)} 分钟：平台时钟可疑；此间不对设备授时，也不到期删除任何数据`,
    en: ({ devices, heard, driftMs }) =>
      `${devices} of the ${heard} devices heard lately agree on a time that is ${minutesOf(driftMs)} minutes from ours: our clock is in doubt; meanwhile no device is told the time and nothing expires`,
  },
};

/** Facts that show the sentences. */
export const CLOCK_DOUBT_EXAMPLES: Examples<ClockDoubtCodes> = {
  "older-than-build": [{ now: instant(975_556_800_000), builtAt: instant(1_793_462_400_000) }],
  "behind-journal": [{ now: instant(1_796_000_400_000), newest: instant(1_796_004_000_000) }],
  "ahead-of-journal": [{ now: instant(1_796_000_400_000), newest: instant(1_790_000_400_000) }],
  "devices-disagree": [{ now: instant(1_796_000_400_000), devices: 3, heard: 4, driftMs: -3_600_000 }],
};

function minutesOf(driftMs: number): number {
  return Math.round(Math.abs(driftMs) / 60_000);
}
