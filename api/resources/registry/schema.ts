import { z } from "zod";
import { filled, Id, idOf, LocationIn } from "../../../cases/shared/wire-forms.ts";
import { LAW_CRITERIA, type LawCriterion } from "../../../core/registry/law-row.ts";
import { COMPARATORS, LIMIT_BASES } from "../../../core/registry/limit.ts";
import { FIRST_CONTACT_STEPS, type FirstContactStep } from "../../../core/registry/registry.ts";
import type { RegistryTable } from "../../../core/registry/registry-rows.ts";
import { ProblemItem } from "../../http/primitives.ts";
import { RegionIn } from "./region.ts";

export const Mn = idOf(z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, "1 to 32 of A-Z a-z 0-9 _ -"));
/** A factor or pollutant code: `a21026`, or what a device calls it. */
const Factor = idOf(z.string().regex(/^[A-Za-z0-9._-]{1,32}$/, "1 to 32 of A-Z a-z 0-9 . _ -"));
export const Name = filled(z.string().min(1).max(200));
const ShortName = filled(z.string().min(1).max(64));
const Text = z.string().max(2000);
export const DateText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a Beijing date such as 2025-01-01");
const Finite = z.number().min(-1e12).max(1e12);
const Dated = { validFrom: DateText.optional(), validTo: DateText.nullish() };
/** Of one table: a district of 20,000 outlets with five channels each. */
const MOST_ROWS = 100_000;
const MOST_UPSTREAMS = 100;

const CellIn = z.strictObject({
  id: Id,
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  parent: Id.nullable(),
  kind: z.enum(["district", "street", "community", "village", "industrial-park", "enterprise"]),
  division: z
    .string()
    .regex(/^\d{6,12}$/, "a division code of 6 to 12 digits")
    .optional(),
  enterprise: Id.optional(),
  name: Name,
  area: Text.optional(),
  region: RegionIn.optional(),
  office: Text.optional(),
  staffCount: z.number().int().min(0).max(100_000).optional(),
  ...Dated,
});

const AssignmentIn = z.strictObject({
  cell: Id,
  person: Id,
  role: z.enum(["first-responsible", "direct-responsible", "officer", "information-officer", "full-time-staff", "contact"]),
  deputyFor: Id.optional(),
  ...Dated,
});

/** What the permit allows in a year of a pollutant. */
const AnnualAmountIn = z.strictObject({
  pollutant: Factor,
  tonnes: z.number().gt(0).max(1e9),
  source: z.string().max(500),
  validFrom: DateText,
  validTo: DateText.nullish(),
});

const EnterpriseIn = z.strictObject({
  id: Id,
  name: Name,
  uscc: z.string().max(32).optional(),
  permit: z.string().max(32).optional(),
  keySource: z.boolean().optional(),
  riskLevel: z.string().max(64).optional(),
  industry: z.string().max(64).optional(),
  annualAmounts: z.array(AnnualAmountIn).max(200).optional(),
});

const EmissionUnitIn = z.strictObject({
  id: Id,
  enterprise: Id,
  code: ShortName,
  kind: z.string().max(64).optional(),
  outlets: z.array(Id).max(200).optional(),
  ratedPowerKw: z.number().min(0).max(1e9).optional(),
});

const TreatmentUnitIn = z.strictObject({
  id: Id,
  enterprise: Id,
  code: ShortName,
  serves: z.array(Id).max(200).optional(),
  ratedPowerKw: z.number().min(0).max(1e9).optional(),
});

/** A word of the law, as the rows of `limits/` write it: `boiler`, `gas`, `1A`. */
const LawWord = z.string().regex(/^[0-9A-Za-z-]{1,40}$/, "1 to 40 of A-Z a-z 0-9 -");
const CRITERIA_IN = Object.fromEntries(LAW_CRITERIA.map((name) => [name, LawWord.optional()])) as Record<
  LawCriterion,
  z.ZodOptional<typeof LawWord>
>;

/** What an outlet is in the words of the law: rows of standards follow from it, from `validFrom` on. */
const OutletLawIn = z.strictObject({
  ...CRITERIA_IN,
  built: DateText.optional(),
  validFrom: DateText,
  validTo: DateText.nullish(),
});

const OutletIn = z.strictObject({
  id: Id,
  enterprise: Id,
  code: ShortName,
  name: Name,
  kind: z.enum(["stack", "effluent", "boundary", "in-plant", "vent", "bypass", "power", "furnace", "weather"]),
  location: LocationIn.optional(),
  law: OutletLawIn.optional(),
  annualAmounts: z.array(AnnualAmountIn).max(200).optional(),
  ...Dated,
});

/** A secret: clear text to set it, `{"set":true}` to keep what is stored. */
const SecretIn = z.union([z.string().min(1).max(128), z.strictObject({ set: z.literal(true) })]);

/** What the header of a frame carries as it is. Six characters by the standard, a few more in the field. */
const IN_A_FRAME = /^(?:(?![;=&,#])[!-~])+$/;
const LONGEST_PW = 32;

/** A password that goes over the line in clear: the PW that a device shows, or that we show to a platform above. */
const PasswordIn = z.union([
  z.string().superRefine((text, context) => {
    if (IN_A_FRAME.test(text) && text.length <= LONGEST_PW) return;
    context.addIssue({ code: "custom", params: { code: "not-for-a-frame", facts: { most: LONGEST_PW } } });
  }),
  z.strictObject({ set: z.literal(true) }),
]);

/** SM4 key of 16 bytes: in hex, or as the 16 characters of NewSK (HJ 212-2025, 1014). */
const Sm4KeyIn = z.union([
  z.string().regex(/^(?:[0-9A-Fa-f]{32}|[!-~]{16})$/, "32 hex digits, or 16 printable characters without blanks"),
  z.strictObject({ set: z.literal(true) }),
]);

/** What 1014 carries. */
const Sm4KeyNewIn = z.union([
  z.string().regex(/^[!-~]{16}$/, "16 printable characters without blanks"),
  z.strictObject({ set: z.literal(true) }),
]);

const DeviceIn = z.strictObject({
  mn: Mn,
  loggerId: z
    .string()
    .regex(/^[\w.:-]{1,64}$/, "1 to 64 letters, digits, `.`, `:`, `-`, `_`")
    .optional(),
  hj212Password: PasswordIn.optional(),
  mqttSecret: SecretIn.optional(),
  sm4Key: Sm4KeyIn.optional(),
  sm4KeyNew: Sm4KeyNewIn.optional(),
  encryption: z.enum(["preferred", "required"]).optional(),
  edition: z.enum(["2005", "2017", "2025"]).optional(),
  hourLabel: z.enum(["start", "end"]).optional(),
  minuteLabel: z.enum(["start", "end"]).optional(),
  dayLabel: z.enum(["start", "end"]).optional(),
  crc: z.enum(["standard", "modbus", "modbus-swapped", "swapped"]).optional(),
  realtimeSeconds: z.number().int().min(1).max(86_400).optional(),
  realtimeValue: z.enum(["moment", "mean"]).optional(),
  minuteMinutes: z.number().int().min(1).max(60).optional(),
  relayedBy: Id.optional(),
  overTimeSeconds: z.number().int().min(1).max(99).optional(),
  resendCount: z.number().int().min(1).max(99).optional(),
  bridgeFor: z.array(Mn).max(1000).optional(),
  firstContact: z
    .array(z.enum(FIRST_CONTACT_STEPS as unknown as [FirstContactStep, ...FirstContactStep[]]))
    .max(10)
    .optional(),
  autoBackfill: z.boolean().optional(),
  autoSetTime: z.boolean().optional(),
});

const ChannelIn = z.strictObject({
  outlet: Id,
  device: Mn,
  st: z
    .string()
    .regex(/^[0-9A-Za-z]{1,8}$/)
    .optional(),
  factor: Factor,
  pollutant: Factor.optional(),
  unit: filled(z.string().max(32)),
  range: z.strictObject({ min: Finite, max: Finite }).optional(),
  ...Dated,
});

const LimitIn = z.strictObject({
  id: Id,
  outlet: Id,
  pollutant: Factor,
  basis: z.enum(LIMIT_BASES as unknown as [(typeof LIMIT_BASES)[number], ...(typeof LIMIT_BASES)[number][]]),
  comparator: z.enum(COMPARATORS),
  value: Finite.optional(),
  min: Finite.optional(),
  max: Finite.optional(),
  unit: z.string().max(32),
  validFrom: DateText,
  validTo: DateText.nullish(),
  source: z.string().max(500),
  confidence: z.enum(["C", "S", "G", "D"]),
  converted: z.boolean().optional(),
  oxygenReference: Finite.optional(),
  compare: z.enum(["full", "rounded"]).optional(),
  decimals: z.number().int().min(0).max(6).optional(),
});

/**
 * A platform to which readings are passed on. Only an administrator writes the registry, so only one says whom we dial.
 */
const UpstreamIn = z.strictObject({
  id: Id,
  name: Name,
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, "a host name or an IP address"),
  port: z.number().int().min(1).max(65_535),
  edition: z.enum(["2017", "2025"]),
  crc: z.enum(["standard", "modbus", "modbus-swapped", "swapped"]).optional(),
  acknowledgedBy: z.enum(["9014", "9011"]).optional(),
  answerCrc: z.enum(["checked", "unchecked"]).optional(),
  enterprises: z.array(Id).max(MOST_ROWS).optional(),
  outlets: z.array(Id).max(MOST_ROWS).optional(),
  devices: z
    .array(z.strictObject({ mn: Mn, as: Mn, password: PasswordIn.optional() }))
    .max(MOST_ROWS)
    .optional(),
  password: PasswordIn.optional(),
  basis: z
    .array(z.enum(["realtime", "minute", "hour", "day"]))
    .min(1)
    .max(4)
    .optional(),
  backfillDays: z.number().int().min(1).max(3_650).optional(),
});

/** The registry document `outfall/registry/1`. A table that is left out is empty. */
export const RegistryIn = z.strictObject({
  schema: z.literal("outfall/registry/1"),
  cells: z.array(CellIn).max(MOST_ROWS).default([]),
  units: z
    .array(z.strictObject({ id: Id, name: Name, kind: ShortName }))
    .max(MOST_ROWS)
    .default([]),
  people: z
    .array(z.strictObject({ id: Id, name: Name, phone: z.string().max(64).optional() }))
    .max(MOST_ROWS)
    .default([]),
  assignments: z.array(AssignmentIn).max(MOST_ROWS).default([]),
  enterprises: z.array(EnterpriseIn).max(MOST_ROWS).default([]),
  emissionUnits: z.array(EmissionUnitIn).max(MOST_ROWS).default([]),
  treatmentUnits: z.array(TreatmentUnitIn).max(MOST_ROWS).default([]),
  outlets: z.array(OutletIn).max(MOST_ROWS).default([]),
  devices: z.array(DeviceIn).max(MOST_ROWS).default([]),
  channels: z.array(ChannelIn).max(MOST_ROWS).default([]),
  limits: z.array(LimitIn).max(MOST_ROWS).default([]),
  upstreams: z.array(UpstreamIn).max(MOST_UPSTREAMS).optional(),
});

/** How many rows a table of the document may have. */
export function mostRows(table: RegistryTable): number {
  return table === "upstreams" ? MOST_UPSTREAMS : MOST_ROWS;
}

export const RegistryAnswerOut = z.object({
  changed: z.record(
    z.string(),
    z.object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) }),
  ),
  warnings: z.array(ProblemItem),
  revised: z.array(z.string()),
  /** With `?preview=true`: what the change would do to findings. */
  preview: z
    .object({
      withdraws: z.object({ confirmed: z.number(), provisional: z.number(), exempted: z.number() }),
      opens: z.number(),
      revises: z.number(),
      /** False when not every period was looked at: the numbers are the least there will be. */
      complete: z.boolean(),
    })
    .optional(),
});

/** What is missing, with the row that it is about: `null` for a whole table. */
const HealthWarning = ProblemItem.extend({
  row: z.object({ collection: z.string(), id: z.string() }).nullable(),
});

export const RegistryHealthOut = z.object({
  /** One item a cell that has warnings. */
  items: z.array(z.object({ cell: z.string(), name: z.string(), level: z.number(), warnings: z.array(HealthWarning) })),
  /** Warnings that belong to no cell. */
  others: z.array(HealthWarning),
  /** What a change of the registry, or a decision, has judged again, and how much is left; `null` when nothing is. */
  judging: z
    .object({
      /** When the oldest change that is not through was made. */
      since: z.string(),
      /** Spans of periods of one series: all of them, and those that are left. */
      spans: z.number(),
      left: z.number(),
    })
    .nullable(),
  next: z.null(),
});

export const DirectoryOut = z.object({
  cells: z.array(
    z.object({
      id: z.string(),
      level: z.number(),
      parent: z.string().nullable(),
      kind: z.string(),
      name: z.string(),
      enterprise: z.string().nullable(),
    }),
  ),
  enterprises: z.array(z.object({ id: z.string(), name: z.string() })),
  outlets: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      code: z.string(),
      enterprise: z.string(),
      /** Pollutants that a channel maps to the outlet. */
      pollutants: z.array(z.string()),
    }),
  ),
  units: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  pollutants: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), symbol: z.string(), decimals: z.number() })),
});

/** The document as it goes out: secrets only as `{"set":true}`. */
export type RegistryWire = z.output<typeof RegistryIn>;
export type RegistryHealthWire = z.output<typeof RegistryHealthOut>;
export type DirectoryWire = z.output<typeof DirectoryOut>;
