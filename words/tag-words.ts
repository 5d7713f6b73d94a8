import type { TagCode } from "../core/judging/tagged-span.ts";
import type { Words } from "./language.ts";

/** What data are tagged as, in the words of the announcements. */
export const TAG_WORDS: Readonly<Record<TagCode, Words>> = {
  "device-fault": { zh: "设备故障", en: "device fault" },
  "device-maintenance": { zh: "设备维护（含校准）", en: "device maintenance (calibration included)" },
  "device-debugging": { zh: "设备调试", en: "device debugging" },
  "link-down": { zh: "通讯中断", en: "link down" },
  "furnace-temperature-abnormal": { zh: "炉温异常", en: "furnace temperature abnormal" },
  "thermocouple-fault": { zh: "热电偶故障", en: "thermocouple fault" },
  "heating-up": { zh: "烘炉", en: "heating up" },
  "heating-up-new-refractory": { zh: "烘炉（修复耐火材料后）", en: "heating up after repair of the refractory" },
  starting: { zh: "启炉（启动）", en: "starting" },
  stopping: { zh: "停炉（停止）", en: "stopping" },
  "cooling-down": { zh: "停炉降温", en: "cooling down" },
  stopped: { zh: "停运", en: "stopped" },
  "unit-fault": { zh: "故障（设施）", en: "fault of the plant" },
  accident: { zh: "事故", en: "accident" },
};
