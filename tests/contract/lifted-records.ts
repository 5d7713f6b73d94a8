import type { IdentityStore } from "../../core/people/identity.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { HOUR, plus } from "../../core/time.ts";
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
import { type Keeping, liftedDocumentsContract, type NewStores } from "./lifted-documents.ts";

interface Stores {
  readonly records: RecordsStore;
  readonly identity: IdentityStore;
}

const HOUR_STATE = anHour({ start: T0 });
const { outlet, pollutant, start } = HOUR_STATE;
const { username } = aUser("u1");

const KEEPING: Keeping<Stores> = {
  kinds: [
    "registry",
    "document/period",
    "document/finding",
    "document/timeline-line",
    "document/deadline",
    "document/outcome",
    "document/command",
    "document/event",
    "document/user",
    "document/token",
  ],
  async fill({ records, identity }) {
    await records.commit(
      aBatch(1, {
        registries: [{ seq: 1, at: T0, registry: aRegistry() }],
        periods: [HOUR_STATE],
        findings: [aFinding("f1")],
        timeline: [aTimelineLine("case:1", 1)],
        deadlines: [aDeadline("d1")],
        outcomes: [{ seq: 1, ok: true, result: {} }],
        commands: [aCommand("r1")],
        events: [anEvent("f1")],
      }),
    );
    await identity.saveUser(aUser("u1"));
    await identity.saveToken(aToken("t1"));
  },
  ways: ({ records, identity }) => [
    ["registry", async () => (await records.registrySteps(0))[0]],
    ["document/period", async () => (await records.periodsOf([HOUR_STATE]))[0]],
    [
      "document/period",
      async () => (await records.periods({ outlet, pollutant, basis: "hour", from: start, to: plus(start, HOUR) }))[0],
    ],
    ["document/finding", () => records.finding("f1")],
    ["document/finding", async () => (await records.findingsOf(["f1"]))[0]],
    ["document/finding", async () => (await records.findings({ limit: 1 })).items[0]],
    ["document/timeline-line", async () => (await records.timeline("case:1")).at(-1)],
    ["document/deadline", () => records.nextDeadline()],
    ["document/deadline", async () => (await records.dueDeadlines(plus(T0, 9_000 * HOUR), 1))[0]],
    ["document/outcome", () => records.outcome(1)],
    ["document/command", () => records.command("r1")],
    ["document/event", async () => (await records.eventsAfter(0, 10)).at(-1)],
    ["document/user", async () => (await identity.users())[0]],
    ["document/user", () => identity.user("u1")],
    ["document/user", () => identity.userByName(username)],
    ["document/token", async () => (await identity.tokens())[0]],
    ["document/token", () => identity.tokenByHash(aToken("t1").secretHash)],
  ],
};

/** What every SQL store of records and people promises of documents that another build wrote. */
export function liftedRecordsContract(name: string, newStores: NewStores<Stores>): void {
  liftedDocumentsContract(name, KEEPING, newStores);
}
