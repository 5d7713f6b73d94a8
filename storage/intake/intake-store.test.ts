import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testIntake } from "../../tests/contract/intake.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

testIntake("the working store in SQLite", async (options) => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-intake-"));
  const view = openIntakeView({ directory });
  const store = openIntakeStore({ directory, ...options });
  return {
    store,
    view,
    close: async () => {
      store.close();
      view.close();
      await rm(directory, { recursive: true });
    },
  };
});
