import { z } from "zod";
import { InstantOut } from "../../../cases/shared/wire-forms.ts";
import { POLLUTANTS } from "../../../core/readings/pollutants.ts";
import { FIRST_OUTLET_BASES, type FirstOutletKind } from "../../../core/registry/first-plant.ts";
import { DateText, Mn, Name } from "../registry/schema.ts";

const KINDS = Object.keys(FIRST_OUTLET_BASES) as [FirstOutletKind, ...FirstOutletKind[]];

/** The form by which an empty installation is begun. */
export const FirstPlantIn = z.strictObject({
  district: Name,
  division: z.string().regex(/^\d{6}$/, "a division code of 6 digits"),
  street: Name,
  community: Name,
  enterprise: Name,
  outlet: z.strictObject({
    code: z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, "1 to 20 of A-Z a-z 0-9 _ -"),
    name: Name,
    kind: z.enum(KINDS),
  }),
  pollutant: z.string().refine((code) => POLLUTANTS.has(code), "a code of the table of pollutants"),
  limit: z.number().positive().max(1e9),
  unit: z.string().max(32),
  validFrom: DateText,
  mn: Mn,
});

/** What can be copied to send one value of it, as a line for a shell and as a frame for TCP. */
const Sending = z.object({
  /** `now`: a realtime value. `above-limit`: the mean of the last whole hour, above the limit, which opens a case. */
  what: z.enum(["now", "above-limit"]),
  mqtt: z.string().nullable(),
  hj212: z.string().nullable(),
});

const Door = z.object({ host: z.string(), port: z.number() }).nullable();

/** What carries the secrets of the device. */
export const FirstPlantOut = z.object({
  mn: z.string(),
  hj212Password: z.string(),
  mqttSecret: z.string(),
  sendings: z.array(Sending),
});

/** How far an installation is. */
export const FirstStepsOut = z.object({
  doors: z.object({ mqtt: Door, hj212: Door }),
  enterprises: z.number(),
  outlets: z.number(),
  limits: z.number(),
  people: z.number(),
  /** Other accounts than the first one. */
  accounts: z.number(),
  /** The first device of the registry. */
  device: z.object({ mn: z.string(), lastHeardAt: InstantOut.nullable() }).nullable(),
  /** The newest value of any outlet. */
  value: z.object({ outlet: z.string(), pollutant: z.string(), value: z.number(), unit: z.string(), at: InstantOut }).nullable(),
});

export type FirstStepsWire = z.output<typeof FirstStepsOut>;
export type FirstPlantWire = z.output<typeof FirstPlantOut>;
export type FirstPlantAsked = z.input<typeof FirstPlantIn>;
