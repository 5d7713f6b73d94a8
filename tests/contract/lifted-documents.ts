import { describe, expect, test } from "vitest";
import type { IdentityStore } from "../../core/people/identity.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { HOUR, plus } from "../../core/time.ts";
import type { DocumentKind } from "../../storage/documents.ts";
import { UnknownVersionError, type Upcasters } from "../../storage/upcasters.ts";
import {
  aBatch,
  aCommand,
  aDeadline,
  aFinding,
  anEvent,
  anHour,
  aRegistry,
  aTimelineLine,
  aToken,
  aUser,
  T0,
} from "../support/records-facts.ts";

interface Stores {
  readonly records: RecordsStore;
  readonly identity: IdentityStore;
  close(): Promise<void>;
}

/** Makes an empty database and gives the function that opens it with the steps of an older or newer build. */
export type NewStores = () => Promise<(upcasters: Upcasters) => Promise<Stores>>;

const KINDS: readonly DocumentKind[] = [
  "registry",
  "document/hour",
  "document/finding",
  "document/timeline-line",
  "document/deadline",
  "document/outcome",
  "document/command",
  "document/event",
  "document/user",
  "document/token",
];

/** A step that only this test has: it counts how often it was taken, and says of which kind the document was. */
const STEPS: Upcasters = Object.fromEntries(
  KINDS.map((kind) => [
    kind,
    [
      (document: unknown) => {
        const before = document as { readonly lifted?: readonly string[] };
        return { ...before, lifted: [...(before.lifted ?? []), kind] };
      },
    ],
  ]),
);

const HOUR_STATE = anHour({ start: T0 });
const OUTCOME = { seq: 1, ok: true, result: {} } as const;

async function fill({ records, identity }: Stores, upTo: number): Promise<void> {
  await records.commit(
    aBatch(upTo, {
      registries: [{ seq: upTo, at: T0, registry: aRegistry() }],
      hours: [HOUR_STATE],
      findings: [aFinding("f1")],
      timeline: [aTimelineLine("case:1", upTo)],
      deadlines: [aDeadline("d1")],
      outcomes: [{ ...OUTCOME, seq: upTo }],
      commands: [aCommand("r1")],
      events: [anEvent("f1")],
    }),
  );
  await identity.saveUser(aUser("u1"));
  await identity.saveToken(aToken("t1"));
}

/** Every document that `fill` wrote, by its kind, by each way in which it can be read. */
async function readAll({ records, identity }: Stores, seq: number): Promise<readonly (readonly [DocumentKind, unknown])[]> {
  const { outlet, pollutant, start } = HOUR_STATE;
  const { username } = aUser("u1");
  return [
    ["registry", (await records.registries()).at(-1)?.registry],
    ["document/hour", await records.hour(outlet, pollutant, start)],
    ["document/hour", (await records.hours(outlet, pollutant, start, plus(start, HOUR)))[0]],
    ["document/finding", await records.finding("f1")],
    ["document/finding", (await records.findings({ limit: 1 })).items[0]],
    ["document/timeline-line", (await records.timeline("case:1")).at(-1)],
    ["document/deadline", await records.nextDeadline()],
    ["document/deadline", (await records.dueDeadlines(plus(T0, 9_000 * HOUR), 1))[0]],
    ["document/outcome", await records.outcome(seq)],
    ["document/command", await records.command("r1")],
    ["document/event", (await records.eventsAfter(0, 10)).at(-1)],
    ["document/user", (await identity.users())[0]],
    ["document/user", await identity.user("u1")],
    ["document/user", await identity.userByName(username)],
    ["document/token", (await identity.tokens())[0]],
    ["document/token", await identity.tokenByHash(aToken("t1").secretHash)],
  ];
}

/** What every SQL store promises of documents that another build wrote. */
export function liftedDocumentsContract(name: string, newStores: NewStores): void {
  describe(`documents of other builds in ${name}`, () => {
    test("what an older build wrote is lifted wherever it is read", async () => {
      const open = await newStores();
      const older = await open({});
      await fill(older, 1);
      const before = await readAll(older, 1);
      await older.close();

      const read = await readAll(await open(STEPS), 1);

      expect(read).toEqual(before.map(([kind, document]) => [kind, { ...(document as object), lifted: [kind] }]));
      expect([...new Set(read.map(([kind]) => kind))]).toEqual(KINDS);
    });

    test("what this build writes is not lifted", async () => {
      const open = await newStores();
      const present = await open(STEPS);
      await fill(present, 1);

      const read = await readAll(present, 1);

      expect(read.filter(([, document]) => document === undefined || "lifted" in (document as object))).toEqual([]);
    });

    test("what a newer build wrote is refused, never guessed", async () => {
      const open = await newStores();
      const newer = await open(STEPS);
      await fill(newer, 1);
      await newer.close();

      const { records, identity } = await open({});

      await expect(records.finding("f1")).rejects.toThrow(UnknownVersionError);
      await expect(identity.user("u1")).rejects.toThrow(UnknownVersionError);
    });
  });
}
