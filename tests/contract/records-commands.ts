import { expect, test } from "vitest";
import { HOUR, plus } from "../../core/time.ts";
import { aBatch, aCommand, T0 } from "../support/records-facts.ts";
import type { OpenRecords } from "./records.ts";

/** What every store of the records promises of requests and their first outcomes. */
export function recordsCommandsContract(open: OpenRecords): void {
  test("the first outcome of a request is found by the request, accepted or declined", async () => {
    const store = await open();
    const declined = aCommand("r2", {
      outcome: { seq: 8, ok: false, refusal: { status: 404, code: "not-found", facts: {} } },
    });

    await store.commit(aBatch(8, { commands: [aCommand("r1"), declined] }));

    expect(await store.command("r1")).toEqual(aCommand("r1"));
    expect(await store.command("r2")).toEqual(declined);
    expect(await store.command("R1")).toBeUndefined();
    expect(await store.commandsAfter("", 10)).toEqual([aCommand("r1"), declined]);
    expect(await store.commandsAfter("", 1)).toEqual([aCommand("r1")]);
    expect(await store.commandsAfter("r1", 10)).toEqual([declined]);
  });

  test("requests decided before a moment are forgotten, those of the moment itself are not", async () => {
    const store = await open();
    await store.commit(aBatch(7, { commands: [aCommand("old"), aCommand("young", { at: plus(T0, 1) })] }));

    await store.commit(aBatch(8, { commandsSince: plus(T0, 1) }));

    expect(await store.command("old")).toBeUndefined();
    expect(await store.command("young")).toBeDefined();
  });

  test("a request that is decided anew has its new outcome, also within one batch", async () => {
    const store = await open();
    const anew = aCommand("r1", { at: plus(T0, HOUR), outcome: { seq: 9, ok: true, result: { id: "d2" } } });
    await store.commit(aBatch(7, { commands: [aCommand("r1")] }));

    await store.commit(aBatch(9, { commands: [aCommand("r1", { fingerprint: "other" }), anew] }));

    expect(await store.command("r1")).toEqual(anew);
  });

  test("a batch that fails leaves no outcome of a request", async () => {
    const store = await open();
    await store.commit(aBatch(7, { outcomes: [{ seq: 7, ok: true, result: {} }] }));
    const twice = aBatch(8, { commands: [aCommand("r1")], outcomes: [{ seq: 7, ok: true, result: {} }] });

    await expect(store.commit(twice)).rejects.toThrow();

    expect(await store.command("r1")).toBeUndefined();
  });
}
