import { precisionOf, type RuleScore, recallOf, type Score } from "./sum-scores.ts";

/** The scores that are stored: all seeds, and the two that CI plays again. */
export interface StoredScore {
  readonly all: Score;
  readonly sample: Score;
}

/** docs/score.md */
export function scorePage({ all, sample }: StoredScore): string {
  return [
    "<!-- Written by `npm run score`; do not edit by hand. -->",
    "# How well the rules find what really happened",
    "",
    "Every scenario of `simulators/scenarios/library` is played in process: what its loggers send goes through codecs, journal and judge, and what is found is compared with what the",
    "plants of the simulators really did. The simulators know nothing of the rules. Rules of the law are scored by the hour, on hours of which a rule can know the truth (an instrument that lies",
    "makes neither a miss nor a false alarm); detectors by the spans that a scenario announces. Rules were made while looking at the seeds that stand in the files of the scenarios; the seeds below were",
    "looked at for the score only, and the two sets have none in common.",
    "",
    "A rule without a true case has its tests and no score: no plant of the simulators behaves so yet. *Silent* counts the plays in which nothing of the kind happened and the rule said nothing.",
    "*Hours* run from the beginning of what happened to the finding.",
    "",
    ...part("All seeds", all, "By hand, and stored: `npm run score`."),
    ...part(
      "The seeds of CI",
      sample,
      "A test plays them again and fails when a figure drops. After a new rule or scenario they are stored anew: `npm run score -- --sample`.",
    ),
  ].join("\n");
}

function part(title: string, score: Score, how: string): readonly string[] {
  const { rules, faults, seeds, scenarios } = score;
  return [
    `## ${title}`,
    "",
    `${scenarios} scenarios, seeds ${seedsText(seeds)}. ${how}`,
    "",
    "| rule | true cases | found | recall | findings | wrong | precision | silent | hours, median | worst |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rules.map(row),
    "",
    "Each miss and false alarm:",
    "",
    ...(faults.length === 0
      ? ["None."]
      : ["| what | rule | scenario | where | when | seeds |", "| --- | --- | --- | --- | --- | --- |"]),
    ...faults.map((f) => `| ${f.kind} | ${f.rule} | \`${f.scenario}\` | ${f.place} | ${f.hour} | ${f.seeds} |`),
    "",
  ];
}

function seedsText(seeds: readonly number[]): string {
  return seeds.length < 3 ? seeds.join(" and ") : `${seeds[0]} to ${seeds.at(-1)}`;
}

function row(score: RuleScore): string {
  const { rule, cases, found, right, wrong, quiet, silent, medianHours, worstHours } = score;
  const cells = [rule, cases, found, share(recallOf(score)), right + wrong, wrong, share(precisionOf(score))];
  return `| ${[...cells, `${silent} of ${quiet}`, medianHours ?? "—", worstHours ?? "—"].join(" | ")} |`;
}

function share(of: number | null): string {
  return of === null ? "—" : of.toFixed(3);
}
