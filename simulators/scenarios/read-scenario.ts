import { parse, YAMLParseError } from "yaml";
import { err, ok, type Result } from "../../core/result.ts";
import { HOUR, parseIso } from "../../core/time.ts";
import { outletId } from "../demo/demo-plants.ts";
import { stationsOfModel } from "./scenario-plants.ts";
import type { ScenarioProblem } from "./scenario-problems.ts";
import { type Scenario, type ScenarioEvent, type ScenarioPlant, WireScenario } from "./scenario-schema.ts";

/**
 * Reads a scenario (YAML, and so JSON). Every problem is named with its JSON pointer: `not-yaml`, `wrong-shape`,
 * `unknown-plant`, `unknown-station`, `unknown-outlet`, `unknown-factor`, `not-a-whole-hour`, `duplicate-plant`, and
 * `event-does-not-fit` when nothing there can behave in that way.
 */
export function readScenario(text: string): Result<Scenario, readonly ScenarioProblem[]> {
  const document = parseYaml(text);
  if (!document.ok) return document;
  const parsed = WireScenario.safeParse(document.value);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((i) => ({
        pointer: ["", ...i.path].join("/"),
        code: "wrong-shape",
        facts: { technical: i.message },
      })),
    );
  }
  const problems = [...startProblems(parsed.data), ...plantProblems(parsed.data), ...placeProblems(parsed.data)];
  return problems.length === 0 ? ok(parsed.data) : err(problems);
}

function parseYaml(text: string): Result<unknown, readonly ScenarioProblem[]> {
  try {
    return ok(parse(text));
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    return err([{ pointer: "", code: "not-yaml", facts: { technical: cause.message } }]);
  }
}

function startProblems({ start }: Scenario): readonly ScenarioProblem[] {
  return (parseIso(start) ?? 0) % HOUR === 0 ? [] : [{ pointer: "/start", code: "not-a-whole-hour", facts: { text: start } }];
}

function plantProblems({ plants }: Scenario): readonly ScenarioProblem[] {
  return plants.flatMap((plant, i) => {
    const known = stationsOfModel(plant.model).map((s) => s.code);
    const named = [
      ...plant.stations.map((code, j) => ({ code, pointer: `/plants/${i}/stations/${j}`, among: known })),
      ...Object.keys(plant.loggers).map((code) => ({ code, pointer: `/plants/${i}/loggers/${code}`, among: plant.stations })),
    ];
    const unknown = named
      .filter(({ code, among }) => !among.includes(code))
      .map(
        ({ code, pointer }): ScenarioProblem => ({
          pointer,
          code: "unknown-station",
          facts: { plant: plant.id, station: code },
        }),
      );
    const isTwin = plants.findIndex((p) => p.id === plant.id) !== i;
    return isTwin ? [...unknown, { pointer: `/plants/${i}/id`, code: "duplicate-plant", facts: { plant: plant.id } }] : unknown;
  });
}

interface Place {
  readonly pointer: string;
  readonly outlet: string;
  readonly factor?: string | undefined;
}

function placeProblems(scenario: Scenario): readonly ScenarioProblem[] {
  const { plants, events, declarations, accidents, controls, tags, expects } = scenario;
  const places: readonly Place[] = [
    ...events.flatMap((e, i) => ("outlet" in e ? [{ pointer: `/events/${i}`, outlet: e.outlet, factor: factorOf(e) }] : [])),
    ...declarations.flatMap((d, i) => d.outlets.map((outlet, j) => ({ pointer: `/declarations/${i}/outlets/${j}`, outlet }))),
    ...accidents.flatMap((a, i) => a.outlets.map((outlet, j) => ({ pointer: `/accidents/${i}/outlets/${j}`, outlet }))),
    ...tags.map((t, i) => ({ pointer: `/tags/${i}`, outlet: t.outlet, factor: t.factor })),
    ...expects.map((e, i) => ({ pointer: `/expects/${i}`, outlet: e.outlet, factor: e.pollutant })),
  ];
  const owners = [
    ...events.flatMap((e, i) => ("plant" in e ? [{ pointer: `/events/${i}/plant`, plant: e.plant }] : [])),
    ...declarations.map((d, i) => ({ pointer: `/declarations/${i}/plant`, plant: d.plant })),
    ...accidents.map((a, i) => ({ pointer: `/accidents/${i}/plant`, plant: a.plant })),
    ...controls.flatMap((c, i) => c.plants.map((id, j) => ({ pointer: `/controls/${i}/plants/${j}`, plant: id }))),
  ];
  const strangers = owners
    .filter(({ plant }) => !plants.some((p) => p.id === plant))
    .map(({ pointer, plant }): ScenarioProblem => ({ pointer, code: "unknown-plant", facts: { plant } }));
  return [
    ...strangers,
    ...places.flatMap((place) => problemsOfPlace(plants, place)),
    ...events.flatMap((e, i) => misfit(plants, e, i)),
  ];
}

function factorOf(event: ScenarioEvent): string | undefined {
  return "factor" in event ? event.factor : undefined;
}

function stationAt(plants: readonly ScenarioPlant[], outlet: string) {
  return plants
    .flatMap((p) => stationsOfModel(p.model).map((s) => ({ plant: p, station: s })))
    .find(({ plant, station }) => plant.stations.includes(station.code) && outletId(plant, station) === outlet)?.station;
}

function problemsOfPlace(plants: readonly ScenarioPlant[], { pointer, outlet, factor }: Place): readonly ScenarioProblem[] {
  const station = stationAt(plants, outlet);
  if (station === undefined) return [{ pointer, code: "unknown-outlet", facts: { outlet } }];
  if (factor === undefined || station.channels.some((c) => c.factor === factor)) return [];
  return [{ pointer, code: "unknown-factor", facts: { factor, outlet } }];
}

function misfit(plants: readonly ScenarioPlant[], event: ScenarioEvent, i: number): readonly ScenarioProblem[] {
  if (event.kind !== "release" && event.kind !== "removal-lost") return [];
  const model = stationAt(plants, event.outlet)?.channels.find((c) => c.factor === event.factor)?.model.kind;
  if (model === undefined) return [];
  const fits = event.kind === "release" ? model === "boundary" : model === "flue-gas" || model === "effluent";
  return fits ? [] : [{ pointer: `/events/${i}/kind`, code: "event-does-not-fit", facts: { event: event.kind, model } }];
}
