import type { Subject } from "../../core/casework/subject.ts";
import type { Accident } from "./accident.ts";
import { ACCIDENTS } from "./accident-collection.ts";
import { ADD_ACCIDENT_REPORT, REPORT_ACCIDENT } from "./accident-commands.ts";
import { ACCIDENT_REFUSALS, type AccidentRefusalCodes } from "./accident-refusal-codes.ts";
import { ACCIDENT_DOOR } from "./accident-wire.ts";

/** Accidents that enterprises report (突发环境事件报告). */
export const ACCIDENT_SUBJECT: Subject<Accident, AccidentRefusalCodes, "accident"> = {
  name: "accident",
  collection: ACCIDENTS,
  commands: [REPORT_ACCIDENT, ADD_ACCIDENT_REPORT],
  refusals: ACCIDENT_REFUSALS,
  newsOf: ({ enterprise, state }) => ({ outlet: null, cell: null, enterprise, data: { state } }),
  door: ACCIDENT_DOOR,
};
