import { createHash } from "node:crypto";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { ApiDeps } from "../../api/context/deps.ts";
import { createApi } from "../../api/create-api.ts";
import type { Command, CommandOutcome } from "../../core/casework/command.ts";
import type { CommandBus, Wake } from "../../core/casework/command-bus.ts";
import type { Clock } from "../../core/clock.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { Role } from "../../core/people/rights.ts";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { checkRegistry } from "../../core/registry/check-registry.ts";
import { EMPTY_REGISTRY, type Registry } from "../../core/registry/registry.ts";
import { err, ok } from "../../core/result.ts";
import { type BeijingDate, type Instant, plus } from "../../core/time.ts";
import { MemoryDeviceRecords } from "../../storage/memory/memory-device-records.ts";
import { MemoryIdentity } from "../../storage/memory/memory-identity.ts";
import { MemoryIntake } from "../../storage/memory/memory-intake.ts";
import { createMemoryJournal } from "../../storage/memory/memory-journal.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { ORIGIN } from "./reading-origin.ts";
import { aBatch, T0 } from "./records-facts.ts";

export const ADMIN_TOKEN = "admin-token-of-the-tests-0123456789";
export const MN = "SIM410102000000000000001";

/** Two streets with one plant each, so that a caller of one can be tried against the other. */
export function twoPlants(): Registry {
  const ending = "环境保护监管片区";
  const plant = (n: 1 | 2) => ({
    cells: [
      { id: `g2-${n}`, level: 2, parent: "g1", kind: "street", name: `街道${n}${ending}`, staffCount: 1 },
      { id: `g3-${n}`, level: 3, parent: `g2-${n}`, kind: "community", name: `社区${n}${ending}` },
      {
        id: `g4-${n}`,
        level: 4,
        parent: `g3-${n}`,
        kind: "enterprise",
        enterprise: `e${n}`,
        name: `企业${n}${ending}`,
        staffCount: 2,
      },
    ] as const,
    outlet: { id: `e${n}-DA001`, enterprise: `e${n}`, code: "DA001", name: "窑尾", kind: "stack" } as const,
    channel: { outlet: `e${n}-DA001`, device: MN, factor: `a2102${5 + n}`, pollutant: "a21026", unit: "mg/m3" } as const,
    limit: {
      id: `e${n}-so2`,
      outlet: `e${n}-DA001`,
      pollutant: "a21026",
      basis: "hour-mean",
      comparator: "<=",
      value: 100,
      unit: "mg/m3",
      validFrom: "2025-01-01" as BeijingDate,
      validTo: null,
      source: "permit",
      confidence: "C",
    } as const,
  });
  const [one, two] = [plant(1), plant(2)];
  return {
    schema: "outfall/registry/1",
    cells: [
      { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: `演示区${ending}` },
      ...one.cells,
      ...two.cells,
    ],
    units: [],
    people: [{ id: "p1", name: "演示甲", phone: "000-0001" }],
    assignments: [],
    enterprises: [
      { id: "e1", name: "演示水泥厂" },
      { id: "e2", name: "演示化工厂" },
    ],
    emissionUnits: [],
    treatmentUnits: [],
    outlets: [one.outlet, two.outlet],
    devices: [{ mn: MN, mqttSecret: { set: true, stored: "sealed" } }],
    channels: [one.channel, two.channel],
    limits: [one.limit, two.limit],
  };
}

/** An API over memory stores, with a manual clock and a bus that does what a test tells it. */
export async function startApi(change: Partial<ApiDeps> = {}): Promise<ApiFixture> {
  const records = new MemoryRecords();
  const intake = new MemoryIntake();
  const journal = createMemoryJournal();
  const identity = new MemoryIdentity();
  const deviceRecords = new MemoryDeviceRecords();
  const time = { now: T0 };
  const clock: Clock = { now: () => time.now, kind: "manual" };
  const listeners = new Set<() => void>();
  const wake: Wake = {
    on: (_topic, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const commands: Command[] = [];
  const answers: CommandOutcome[] = [];
  let seq = 0;
  const commit = (over: Parameters<typeof aBatch>[1]) => {
    seq += 1;
    return records.commit(aBatch(seq, over));
  };
  const bus: CommandBus = {
    submit: async (command) => {
      commands.push(command);
      // What a filter finds is what is answered, as the judge does.
      const { found = {} } = command.body as { readonly found?: Readonly<Record<string, unknown>> };
      return answers.shift() ?? { seq: 1, ok: true, result: found };
    },
    registryAnswered: async () => undefined,
    changeLaw: async (change) => {
      const before = (await records.registryAt(Number.MAX_SAFE_INTEGER))?.registry ?? EMPTY_REGISTRY;
      const changed = change(before);
      if (!changed.ok) return changed;
      await commit({ registries: [{ seq: seq + 1, at: time.now, registry: { ...before, ...changed.value } }] });
      return ok({ version: seq, revised: [] });
    },
    putRegistry: async (document, _actor, { expected } = {}) => {
      const version = await records.registrySeq();
      if (expected !== undefined && expected !== version) return err({ code: "precondition-failed", version });
      const registry = { ...document, devices: document.devices.map(({ mn }) => ({ mn })) } as unknown as Registry;
      const { problems, warnings } = checkRegistry(registry);
      if (problems.length > 0) return err({ code: "registry-invalid", problems });
      await commit({ registries: [{ seq: seq + 1, at: time.now, registry }] });
      return ok({
        version: seq,
        changed: { outlets: { added: registry.outlets.map((o) => o.id), changed: [], removed: [] } },
        warnings,
        revised: [],
      });
    },
    previewRegistry: async () => {
      const preview = { withdraws: { confirmed: 1, provisional: 2, exempted: 0 }, opens: 3, revises: 4, complete: true };
      return ok({ version: await records.registrySeq(), changed: {}, warnings: [], revised: [], preview });
    },
    retry: async ({ id, messageId }) => ({ seq: 1, ok: true, result: { id, messageId } }),
    moveClock: async (to) => {
      time.now = to;
      return ok({ now: to });
    },
  };
  const api = await createApi({
    records,
    intake,
    journal: journal.reader,
    identity,
    deviceRecords,
    commands: bus,
    wake,
    clock,
    version: "0.0.0-test",
    life: "test",
    adminToken: ADMIN_TOKEN,
    fingerprint: (text) => createHash("sha256").update(text).digest("base64url"),
    secrets: new SecretBox(Buffer.alloc(32, 7)),
    demo: false,
    loopbackOnly: true,
    systemTime: () => time.now,
    pause: async () => {},
    metrics: async () => "up 1\n",
    readiness: async () => ({ ready: true, detail: {}, problems: [] }),
    ...change,
  });
  return {
    api,
    records,
    intake,
    journal,
    identity,
    deviceRecords,
    commands,
    answers,
    commit,
    wakeAll: () => {
      for (const listener of listeners) listener();
    },
    pass: (ms) => {
      time.now = plus(time.now, ms);
    },
    async as(actor, method, url, rest = {}) {
      const bearer = actor === "admin" ? ADMIN_TOKEN : await tokenFor(api, actor);
      return api.inject({ ...rest, method, url, headers: { authorization: `Bearer ${bearer}`, ...rest.headers } });
    },
  };
}

export interface ApiFixture {
  readonly api: FastifyInstance;
  readonly records: MemoryRecords;
  readonly intake: MemoryIntake;
  readonly journal: ReturnType<typeof createMemoryJournal>;
  readonly identity: MemoryIdentity;
  readonly deviceRecords: MemoryDeviceRecords;
  /** What the API asked of the engine. */
  readonly commands: Command[];
  /** What the engine will answer next; success with an empty result when there is nothing here. */
  readonly answers: CommandOutcome[];
  /** Writes records as the judge would. */
  commit(over: Parameters<typeof aBatch>[1]): Promise<void>;
  wakeAll(): void;
  pass(ms: number): void;
  /** Sends a request with a bearer token of that caller. */
  as(
    actor: "admin" | (Partial<Pick<Actor, "cells" | "enterprise" | "person">> & { readonly roles: readonly Role[] }),
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    rest?: Omit<InjectOptions, "method" | "url">,
  ): Promise<LightMyRequestResponse>;
}

async function tokenFor(api: FastifyInstance, actor: object): Promise<string> {
  const made = await api.inject({
    method: "POST",
    url: "/api/v1/tokens",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: { name: "test", ...actor },
  });
  if (made.statusCode !== 201) throw new Error(made.body);
  return made.json<{ token: string }>().token;
}

/** A message with one realtime value of SO₂ at an outlet. */
export function aMessage(seq: number, outlet: string, value: number, at: Instant = T0): DecodedMessage {
  return {
    messageId: seq,
    seq,
    receivedAt: at,
    transport: "mqtt",
    mn: MN,
    topic: `outfall/v1/${MN}/readings`,
    raw: new Uint8Array(),
    isControl: false,
    readings: [{ outlet, pollutant: "a21026", basis: "realtime", at, value, flag: "N", ...ORIGIN }],
    rejections: [],
    quirks: [],
  };
}
