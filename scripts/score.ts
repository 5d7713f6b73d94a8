import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./harness/root.ts";
import { playLibrary, SAMPLE_SEEDS, SCORING_SEEDS } from "./score/play-library.ts";
import { type StoredScore, scorePage } from "./score/score-page.ts";
import { sumScores } from "./score/sum-scores.ts";

// Plays every scenario with the seeds of the score, and writes docs/score.json and docs/score.md.
// `npm run score` for all seeds; names of scenarios behind it play those alone and print, instead of writing.
// With `--sample` the two seeds that CI plays are played and stored anew: after a rule or a scenario was added.
const names = process.argv.slice(2).filter((argument) => argument !== "--sample");
const isSample = process.argv.includes("--sample");
const onPlayed = (name: string): void => void process.stderr.write(`${name}\n`);

if (names.length > 0) {
  const score = sumScores(await playLibrary(SAMPLE_SEEDS, { names, onPlayed }));
  process.stdout.write(
    `${JSON.stringify({ ...score, rules: score.rules.filter((r) => r.cases + r.right + r.wrong > 0) }, null, 2)}\n`,
  );
} else {
  const file = join(ROOT, "docs/score.json");
  const played = await playLibrary(isSample ? SAMPLE_SEEDS : SCORING_SEEDS, { onPlayed });
  const sample = sumScores(played.filter(({ seed }) => SAMPLE_SEEDS.includes(seed)));
  const all = isSample ? (JSON.parse(readFileSync(file, "utf8")) as StoredScore).all : sumScores(played);
  const stored: StoredScore = { all, sample };
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`);
  writeFileSync(join(ROOT, "docs/score.md"), scorePage(stored));
}
