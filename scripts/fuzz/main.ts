// npm run fuzz -- NAME [options]: feeds one reader of foreign bytes with mutated input, from a seed.
import { runNamed } from "../harness/run-script.ts";
import { fuzzHj212 } from "./hj212.ts";

await runNamed("npm run fuzz --", { hj212: fuzzHj212 });
