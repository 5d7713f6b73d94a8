// npm run bench -- NAME [options]: runs one benchmark. Every figure comes with its pairs, their spread and the machine.
import { runNamed } from "../harness/run-script.ts";
import { benchBoard } from "./board.ts";
import { benchEndToEnd } from "./end-to-end.ts";
import { benchHj212 } from "./hj212.ts";
import { benchIngest } from "./ingest.ts";
import { benchJudge } from "./judge.ts";
import { benchSeries } from "./series.ts";

await runNamed("npm run bench --", {
  ingest: benchIngest,
  hj212: benchHj212,
  judge: benchJudge,
  "end-to-end": benchEndToEnd,
  series: benchSeries,
  board: benchBoard,
});
