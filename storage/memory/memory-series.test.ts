import { testSeries } from "../../tests/contract/series.ts";
import { MemorySeries } from "./memory-series.ts";

testSeries("the long-term store in memory", async () => {
  const store = new MemorySeries();
  return { store, close: () => store.close() };
});
