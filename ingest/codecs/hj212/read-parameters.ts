import type { DeviceParameters } from "./data-area.ts";
import type { PairReader } from "./pair-reader.ts";

const CALIBRATIONS: ReadonlyMap<string, "zero" | "span"> = new Map([
  ["0", "zero"],
  ["1", "span"],
]);

/** The parameters of the commands 1xxx and 30xx that a data area names. Field names are taken in any capitals: the editions spell CTime and OverTime both ways. */
export function readParameters(reader: PairReader): DeviceParameters {
  const found: Record<keyof DeviceParameters, DeviceParameters[keyof DeviceParameters]> = {
    overTimeSeconds: reader.number("OverTime"),
    resendCount: reader.number("ReCount"),
    warnTimeSeconds: reader.number("WarnTime"),
    systemTime: reader.time("SystemTime"),
    realtimeSeconds: reader.number("RtdInterval"),
    minuteMinutes: reader.number("MinInterval"),
    firstSample: reader.text("CstartTime"),
    sampleHours: reader.number("CTime"),
    sampleMinutes: reader.number("Stime"),
    bottle: reader.number("VaseNo"),
    calibration: reader.choiceIn("CalibrationType", reader.text("CalibrationType"), CALIBRATIONS),
    alarmTarget: reader.text("AlarmTarget"),
    reportTime: reader.text("ReportTime"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
