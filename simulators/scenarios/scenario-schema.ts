import { z } from "zod";
import { parseIso } from "../../core/time.ts";
import { WIRE_DEFECTS } from "../logger/wire-defects.ts";

const LONGEST_HOURS = 336;

const span = {
  fromHour: z.number().min(0).max(LONGEST_HOURS).describe("Hours after the start of the scenario."),
  hours: z.number().gt(0).max(LONGEST_HOURS).describe("How long it lasts, in hours."),
};
const plant = { plant: z.string().describe("Id of a plant of this scenario.") };
const outlet = { outlet: z.string().describe("Id of an outlet: plant id, hyphen, station code (e1-DA001).") };
const factor = { factor: z.string().describe("Factor code, such as a21026.") };
const instrument = { ...outlet, factor: factor.factor.optional().describe("All instruments of the outlet when left out.") };
const share = z.number().gt(0).max(1);

const event = <K extends string, F extends z.ZodRawShape>(kind: K, fields: F, meaning: string) =>
  z.strictObject({ kind: z.literal(kind), ...fields, ...span }).describe(meaning);

/** What may happen, by `kind`. */
export const WireEvent = z.discriminatedUnion("kind", [
  event(
    "overload",
    { ...plant, by: z.number().gt(0).max(2) },
    "The load is higher by this share; more raw gas, the same treatment.",
  ),
  event("treatment-off", { ...plant, share: share.default(1) }, "The treatment loses this share of its power and its removal."),
  event(
    "bypass-open",
    { ...plant, share },
    "This share of the raw gas leaves past stack and instruments, and shows at the boundary.",
  ),
  event("stop", plant, "Nothing is produced."),
  event("start-up", plant, "The load rises from nothing; the cold treatment removes half."),
  event("power-cut", plant, "Everything stands still, the meters too."),
  event(
    "removal-lost",
    { ...outlet, ...factor, share },
    "The treatment removes less of one factor (reagent, catalyst): its power stays.",
  ),
  event(
    "release",
    { ...outlet, ...factor, kgPerHour: z.number().positive() },
    "An unorganised release upwind of a boundary station.",
  ),
  event("stuck", instrument, "The analyser shows what it showed at the beginning."),
  event("drift", { ...instrument, sharePerHour: z.number().min(-1).max(1) }, "Runs off by this share of the value each hour."),
  event("clipped", { ...instrument, at: z.number() }, "Shows just under `at` whenever it should show more."),
  event("scaled", { ...instrument, by: z.number().positive() }, "Wrong unit or slope: every value times this."),
  event(
    "shows",
    { ...instrument, value: z.number(), flag: z.enum(["N", "C", "D", "M", "F"]) },
    "The same number all the time under a data flag: C calibration, D fault, M maintenance, F stopped, N as if nothing were.",
  ),
  event("over-range", { ...instrument, max: z.number().positive() }, "The range ends at `max`: flag T, and D for the period."),
  event("diluted", { ...instrument, share }, "Air is let in before the probe: concentration down, oxygen up."),
  event("replayed", { ...instrument, hoursBack: z.number().positive() }, "Shows what it showed so many hours before."),
  event("clock-wrong", { ...outlet, minutes: z.number() }, "The logger's clock is ahead (or, negative, behind) by so much."),
  event(
    "link-lost",
    { ...outlet, backfill: z.boolean().default(true) },
    "Nothing gets through; with backfill all of it comes afterwards.",
  ),
  event("hours-missing", outlet, "Hour means are never sent; minutes are."),
  event("minutes-missing", outlet, "Minute means are never sent; hours are."),
  event(
    "duplicated",
    { ...outlet, newQn: z.boolean().default(false) },
    "Every message is sent twice, with the same QN or a new one.",
  ),
  event("reordered", outlet, "The messages of the span come at its end, in an order of chance."),
  event(
    "corrected",
    { ...outlet, ...factor, by: z.number().positive(), afterHours: z.number().positive() },
    "Hour means first say the value times `by`; the true report follows so many hours later.",
  ),
  event(
    "totaliser",
    { ...outlet, start: z.number().positive() },
    "Totals are the reading of a running counter, not of the period.",
  ),
  event("glued", outlet, "Two frames come in one write."),
  event("fragments", { ...outlet, bytes: z.int().min(1).max(500) }, "A frame comes in writes of so many bytes."),
  event("defect", { ...outlet, defect: z.enum(WIRE_DEFECTS) }, "A deviation from HJ 212 in every frame of the span."),
]);

const Logger = z.strictObject({
  protocol: z.enum(["hj212", "mqtt"]).optional().describe("The model's own when left out."),
  edition: z.enum(["2005", "2017", "2025"]).default("2017"),
  hourLabel: z.enum(["start", "end"]).default("start").describe("How the logger labels an hour, and how it is registered."),
  registeredHourLabel: z.enum(["start", "end"]).optional().describe("When the registry says otherwise."),
  crc: z.enum(["standard", "modbus", "swapped"]).default("standard").describe("The CRC that is registered."),
  registered: z.boolean().default(true).describe("False: the product does not know the device."),
  realtimeSeconds: z.int().min(5).max(3600).optional().describe("Realtime values so often; none when left out."),
  splitAt: z.int().min(200).max(1024).default(1024).describe("Segments longer than this are sent in parts."),
});

const Plant = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]{0,7}$/),
  name: z.string().min(1),
  model: z.enum(["kiln", "sewage", "coating", "sinter", "furnace", "boiler"]),
  stations: z
    .array(z.string())
    .min(1)
    .describe("Codes of the model's stations that are there; POWER, BYPASS and WIND belong to every model."),
  factors: z.array(z.string()).optional().describe("Only these factors are measured; oxygen and flow stay."),
  load: z.number().min(0).max(1.2).optional().describe("A steady load instead of the model's shifts."),
  loggers: z.record(z.string(), Logger).default({}).describe("Loggers by station code, where they differ from the usual."),
});

const Declaration = z.strictObject({
  plant: z.string(),
  outlets: z.array(z.string()).min(1),
  pollutants: z.array(z.string()).min(1),
  cause: z.enum(["maintenance", "process"]),
  fromHour: z.number().min(0),
  toHour: z.number().min(0),
  submittedHour: z.number().min(0),
  decision: z.enum(["consent", "refuse", "return", "none"]),
  decidedHour: z.number().min(0).optional(),
});

const Accident = z.strictObject({
  plant: z.string(),
  outlets: z.array(z.string()).min(1),
  atHour: z.number().min(0).describe("When it began, as the enterprise says."),
  reportedHour: z.number().min(0),
  finalHour: z.number().min(0).optional().describe("When the final report was given."),
});

const Control = z.strictObject({
  plants: z.array(z.string()).min(1),
  level: z.enum(["yellow", "orange", "red"]),
  share: z.number().min(0).max(1).describe("The part of the production that is still allowed."),
  fromHour: z.number().min(0),
  toHour: z.number().min(0),
  orderedHour: z.number().min(0),
});

const Expectation = z.strictObject({
  rule: z.string().describe("Rule of this edition, or an id of the regulation's list (Q03, C5-treatment-off)."),
  outlet: z.string(),
  pollutant: z.string().optional(),
  fromHour: z.number(),
  hours: z.number(),
  edition: z.enum(["this", "later"]).default("later"),
});

const Instant = z.string().refine((text) => parseIso(text) !== undefined, "a time such as 2026-01-05T00:00:00+08:00");

/** A scenario as it stands in its file. `docs/scenarios.md` describes it for its authors. */
export const WireScenario = z.strictObject({
  schema: z.literal("outfall/scenario/1"),
  title: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  family: z.array(z.string()).min(1).describe("What it is an example of: HJ212-L1 …, A8-Q03, A9, C4, C5, base."),
  seed: z.int().min(0).max(2_147_483_647),
  start: Instant.default("2026-01-05T00:00:00+08:00").describe("A whole hour; --start of the command line wins."),
  hours: z.int().min(1).max(LONGEST_HOURS).describe("How long it lasts."),
  plants: z.array(Plant).min(1).max(20),
  events: z.array(WireEvent).default([]),
  declarations: z.array(Declaration).default([]),
  accidents: z.array(Accident).default([]).describe("What the enterprises report of accidents, and when."),
  controls: z.array(Control).default([]).describe("Orders of heavy-pollution days."),
  tags: z
    .array(z.strictObject({ ...outlet, ...factor, code: z.string(), ...span }))
    .default([])
    .describe("What the enterprise marked by hand (数据标记): facts of the truth."),
  expects: z.array(Expectation).default([]).describe("Which rule should see it, for readers and for later editions."),
});

export type Scenario = z.output<typeof WireScenario>;
export type ScenarioEvent = Scenario["events"][number];
export type ScenarioPlant = Scenario["plants"][number];
export type ScenarioLogger = z.output<typeof Logger>;
export type ScenarioDeclaration = Scenario["declarations"][number];
export type ScenarioAccident = Scenario["accidents"][number];
export type ScenarioControl = Scenario["controls"][number];

/** The usual logger. */
export const USUAL_LOGGER: ScenarioLogger = Logger.parse({});

/** The schema for editors (JSON Schema 2020-12), as `scenario.schema.json` holds it. */
export function scenarioJsonSchema(): unknown {
  return z.toJSONSchema(WireScenario, { io: "input" });
}
