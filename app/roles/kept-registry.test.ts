import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import type { RegistryVersions } from "../../core/registry/registry-timeline.ts";
import { instant } from "../../core/time.ts";
import { KeptRegistry } from "./kept-registry.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outfall-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Records that hold the version 9, until they fail with what `trouble` names. */
function records() {
  const state: { trouble: Error | undefined } = { trouble: undefined };
  const answer = async <T>(value: T): Promise<T> => {
    if (state.trouble !== undefined) throw state.trouble;
    return value;
  };
  const versions: RegistryVersions = {
    registrySeq: () => answer(9),
    registryAt: (seq) => answer({ seq, at: instant(1_000), registry: EMPTY_REGISTRY }),
    registrySteps: () => answer([]),
  };
  return { state, versions };
}

const AWAY = new StoreUnavailableError("the records are away");

test("while the records answer, what they say counts, whatever the file says", async () => {
  const { versions } = records();
  await new KeptRegistry(versions, folder).keep({ seq: 4, registry: EMPTY_REGISTRY });
  const kept = new KeptRegistry(versions, folder);

  expect([kept.isKept, await kept.registrySeq(), (await kept.registryAt(9))?.at]).toEqual([true, 9, 1_000]);
  expect(await kept.registrySteps(0)).toEqual([]);
});

test("records that are away at the start are stood in for by the file, and the file is for the owner alone", async () => {
  const { state, versions } = records();
  await new KeptRegistry(versions, folder).keep({ seq: 4, registry: EMPTY_REGISTRY });
  state.trouble = AWAY;
  const kept = new KeptRegistry(versions, folder);

  expect(await kept.registrySeq()).toBe(4);
  expect(await kept.registryAt(4)).toEqual({ seq: 4, at: 0, registry: EMPTY_REGISTRY });
  await expect(kept.registrySteps(0)).rejects.toBe(AWAY);
  expect(readdirSync(folder)).toEqual(["doors-registry.json"]);
  expect(statSync(join(folder, "doors-registry.json")).mode & 0o777).toBe(0o600);
});

test("once the records have answered, the file no longer stands in for them", async () => {
  const { state, versions } = records();
  await new KeptRegistry(versions, folder).keep({ seq: 4, registry: EMPTY_REGISTRY });
  const kept = new KeptRegistry(versions, folder);
  await kept.registrySeq();
  state.trouble = AWAY;

  await expect(kept.registrySeq()).rejects.toBe(AWAY);
});

test("what is no outage is never stood in for", async () => {
  const { state, versions } = records();
  await new KeptRegistry(versions, folder).keep({ seq: 4, registry: EMPTY_REGISTRY });
  state.trouble = new Error("a column is missing");

  await expect(new KeptRegistry(versions, folder).registryAt(4)).rejects.toBe(state.trouble);
});

test.each([
  undefined,
  "",
  "null",
  "{}",
  '{"seq":4}',
  '{"seq":4,"registry":{"devices":{}}}',
  '{"seq":0.5,"registry":{"devices":[]}}',
])("a file that is not there or is damaged stands in for nothing: %j", async (text) => {
  if (text !== undefined) writeFileSync(join(folder, "doors-registry.json"), text);
  const { state, versions } = records();
  state.trouble = AWAY;
  const kept = new KeptRegistry(versions, folder);

  expect(kept.isKept).toBe(false);
  await expect(kept.registrySeq()).rejects.toBe(AWAY);
});

test("of several versions in a row the last is kept, and the one that the file has is not written again", async () => {
  const { state, versions } = records();
  const first = new KeptRegistry(versions, folder);
  await Promise.all([5, 6, 7].map((seq) => first.keep({ seq, registry: EMPTY_REGISTRY })));
  const second = new KeptRegistry(versions, folder);
  rmSync(join(folder, "doors-registry.json"));
  await second.keep({ seq: 7, registry: EMPTY_REGISTRY });
  state.trouble = AWAY;

  expect(await second.registrySeq()).toBe(7);
  expect(readdirSync(folder)).toEqual([]);
});
