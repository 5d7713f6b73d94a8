import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { err, ok, type Problem, type Result } from "../../core/result.ts";
import { DEMO_PLANTS, outletId } from "../demo/demo-plants.ts";
import type { ChannelDefinition } from "../plant/plant-definition.ts";

const eventPlace = {
  outlet: z.string(),
  factor: z.string(),
  /** Hours from the beginning of the hour in which the scenario starts; negative ones are in its past. */
  fromHour: z.int().min(-168).max(168),
  hours: z.int().min(1).max(168),
};

const WireScenario = z.strictObject({
  schema: z.literal("outfall/scenario/1"),
  title: z.string().min(1),
  /** Whole hours that the loggers send when they start. */
  pastHours: z.int().min(0).max(168).default(24),
  /** The plants that take part; all when left out. */
  plants: z.array(z.string()).min(1).optional(),
  events: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("removal-lost"), ...eventPlace, share: z.number().gt(0).max(1) }),
      z.strictObject({
        kind: z.literal("release"),
        ...eventPlace,
        kgPerHour: z.number().positive(),
        declared: z.boolean().default(false),
      }),
    ]),
  ),
});

/** What happens at the plants of the demo district, instead of what happens there every day. */
export type Scenario = z.infer<typeof WireScenario>;
export type ScenarioEvent = Scenario["events"][number];

/**
 * Reads a scenario (YAML). Every problem is named with its JSON pointer: `not-yaml`, `wrong-shape`, `unknown-plant`, `unknown-channel`, and
 * `event-does-not-fit` when there is nothing that could happen at that channel in that way.
 */
export function readScenario(text: string): Result<Scenario, readonly Problem[]> {
  const document = parseYaml(text);
  if (!document.ok) return document;
  const parsed = WireScenario.safeParse(document.value);
  if (!parsed.success) {
    return err(parsed.error.issues.map((i) => ({ pointer: ["", ...i.path].join("/"), code: "wrong-shape", message: i.message })));
  }
  const problems = [...plantProblems(parsed.data), ...parsed.data.events.flatMap(eventProblems)];
  return problems.length === 0 ? ok(parsed.data) : err(problems);
}

function parseYaml(text: string): Result<unknown, readonly Problem[]> {
  try {
    return ok(parse(text));
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    return err([{ pointer: "", code: "not-yaml", message: cause.message }]);
  }
}

function plantProblems({ plants = [] }: Scenario): readonly Problem[] {
  return plants.flatMap((id, i) =>
    DEMO_PLANTS.some((p) => p.id === id) ? [] : [{ pointer: `/plants/${i}`, code: "unknown-plant", message: `no plant ${id}` }],
  );
}

function eventProblems({ outlet, factor, kind }: ScenarioEvent, i: number): readonly Problem[] {
  const channel = channelAt(outlet, factor);
  if (channel === undefined) {
    return [{ pointer: `/events/${i}`, code: "unknown-channel", message: `nothing measures ${factor} at ${outlet}` }];
  }
  const fits = kind === "release" ? channel.model.kind === "boundary" : ["flue-gas", "effluent"].includes(channel.model.kind);
  if (fits) return [];
  return [
    { pointer: `/events/${i}/kind`, code: "event-does-not-fit", message: `${kind} cannot happen to a ${channel.model.kind}` },
  ];
}

function channelAt(outlet: string, factor: string): ChannelDefinition | undefined {
  return DEMO_PLANTS.flatMap((p) => p.stations.filter((s) => outletId(p, s) === outlet))
    .flatMap((s) => s.channels)
    .find((c) => c.factor === factor);
}
