import type { Case } from "../../cases/case/case.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import type { Declaration } from "../../cases/declaration/declaration.ts";
import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import type { SubjectWrite } from "../../core/casework/collection.ts";
import type { DecidedCommand } from "../../core/casework/command.ts";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { PeriodState } from "../../core/judging/period.ts";
import type { Session, Token, User } from "../../core/people/identity.ts";
import type { PeriodVerdict, RecordEvent, RecordsBatch } from "../../core/records/records.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { HOUR, instant, MINUTE, plus } from "../../core/time.ts";

/** 08:00 on 23 November 2026 in Beijing. */
export const T0 = instant(Date.UTC(2026, 10, 23));

/** A batch up to entry `upTo` that does nothing but what is given. */
export function aBatch(upTo: number, over: Partial<RecordsBatch> = {}): RecordsBatch {
  return {
    upTo,
    step: 0,
    engineAt: T0,
    registries: [],
    periods: [],
    verdicts: [],
    findings: [],
    timeline: [],
    subjects: [],
    deadlines: [],
    clearedDeadlines: [],
    outcomes: [],
    commands: [],
    commandsSince: null,
    events: [],
    counters: {},
    ...over,
  };
}

export function aRegistry(over: Partial<Registry> = {}): Registry {
  return {
    schema: "outfall/registry/1",
    cells: [],
    units: [],
    people: [],
    assignments: [],
    enterprises: [{ id: "e1", name: "演示水泥厂", uscc: "91410102000000019H" }],
    emissionUnits: [],
    treatmentUnits: [],
    outlets: [],
    devices: [],
    channels: [],
    limits: [],
    ...over,
  };
}

/** A mean of 61.5 mg/m³, corrected once, with two minute values. */
export function anHour(over: Partial<PeriodState> = {}): PeriodState {
  const start = over.start ?? T0;
  const version = { flag: "N", unit: "mg/m3", channelFrom: 0 };
  return {
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour",
    start,
    own: [
      { ...version, value: 61.5, converted: 70.25, order: start + HOUR + MINUTE, seq: 8 },
      { ...version, value: 60, order: start + HOUR, seq: 7 },
    ],
    minutes: [
      { at: start, minutes: 10, versions: [{ ...version, value: 60, order: start, seq: 5 }] },
      { at: plus(start, 10 * MINUTE), minutes: 10, versions: [{ ...version, value: 63, flag: "M", order: start, seq: 6 }] },
    ],
    heardAt: start,
    findings: ["EXCEED-HOUR"],
    isColoured: true,
    askAt: plus(start, 2 * HOUR),
    ...over,
  };
}

export function aVerdict(over: Partial<PeriodVerdict> = {}): PeriodVerdict {
  return {
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour",
    start: T0,
    verdict: "exceeding",
    validity: "valid",
    value: 70.25,
    limitId: "e1-DA001-so2-h",
    limitValue: 50,
    ...over,
  };
}

export function aFinding(id: string, over: Partial<Finding> = {}): Finding {
  return {
    id,
    rule: "EXCEED-HOUR",
    ruleVersion: "1",
    family: "exceedance",
    outlet: "e1-DA001",
    enterprise: "e1",
    pollutant: "a21026",
    basis: "hour",
    period: { start: T0, end: plus(T0, HOUR) },
    value: 70.25,
    unit: "mg/m3",
    limit: null,
    validity: "valid",
    status: "provisional",
    level: "A2",
    disputed: false,
    caseId: null,
    history: [
      { at: T0, seq: 7, status: "provisional", level: "A2", value: 70.25, reason: { code: "limit-exceeded", facts: {} } },
    ],
    steps: [],
    evidence: [],
    declarationsConsidered: [],
    ...over,
  };
}

export function aCase(id: string, over: Partial<Case> = {}): Case {
  return {
    id,
    number: "410199-2026-0001",
    title: { code: "reported", facts: { text: "演示水泥厂 窑尾 二氧化硫" } },
    source: "engine",
    state: "reported",
    version: 1,
    level: "A3",
    cell: "g2-a",
    outlet: "e1-DA001",
    enterprise: "e1",
    pollutant: "a21026",
    rule: "EXCEED-HOUR",
    assignee: null,
    handler: null,
    handlerName: null,
    deadline: null,
    overdue: false,
    supervised: false,
    escalation: 0,
    heldFrom: null,
    standing: { A2: 0, A3: 0, A4: 0 },
    acted: false,
    endProposed: false,
    mergedInto: null,
    openedAt: T0,
    changedAt: T0,
    told: null,
    description: null,
    category: null,
    ...over,
  };
}

export function aTimelineLine(subject: string, index: number, over: Partial<TimelineEntry> = {}): TimelineEntry {
  const said = { actor: "engine", actorName: "engine", action: "transition", from: null, to: "reported", note: "" } as const;
  return { subject, index, at: T0, seq: 7, ...said, ...over };
}

/** Cases as they are written into a batch. */
export function caseWrites(...cases: readonly Case[]): readonly SubjectWrite[] {
  return cases.map((row) => ({ collection: CASES, row }));
}

/** Declarations as they are written into a batch. */
export function declarationWrites(...declarations: readonly Declaration[]): readonly SubjectWrite[] {
  return declarations.map((row) => ({ collection: DECLARATIONS, row }));
}

export function aDeclaration(id: string, over: Partial<Declaration> = {}): Declaration {
  return {
    id,
    enterprise: "e1",
    outlets: ["e1-DA001"],
    pollutants: ["a34001"],
    cause: "maintenance",
    from: T0,
    to: plus(T0, HOUR),
    measures: "洒水",
    note: "",
    state: "submitted",
    submittedAt: T0,
    submittedBy: "u1",
    submittedByName: "演示甲",
    answerDueAt: plus(T0, 4 * HOUR),
    decidedAt: null,
    decidedBy: null,
    decidedByName: null,
    reason: null,
    ...over,
  };
}

/** A request that was decided by entry 7. */
export function aCommand(id: string, over: Partial<DecidedCommand> = {}): DecidedCommand {
  return { id, fingerprint: "asked", actor: "u1", at: T0, outcome: { seq: 7, ok: true, result: { id: "d1" } }, ...over };
}

export function aDeadline(id: string, over: Partial<Deadline> = {}): Deadline {
  return { id, at: T0, kind: "case", subject: "case-1", detail: "triage", ...over };
}

export function anEvent(subject: string, over: Partial<RecordEvent> = {}): Omit<RecordEvent, "id"> {
  const where = { outlet: "e1-DA001", cell: "g2-a", enterprise: "e1" };
  return { seq: 7, at: T0, type: "case", subject, ...where, data: { state: "reported" }, ...over };
}

export function aUser(id: string, over: Partial<User> = {}): User {
  return {
    id,
    username: `name-of-${id}`,
    passwordHash: "$argon2id$synthetic",
    person: "p1",
    name: "演示甲",
    roles: ["street-officer"],
    cells: ["g2-a"],
    enterprise: null,
    disabled: false,
    createdAt: T0,
    mustChangePassword: false,
    secondFactor: null,
    ...over,
  };
}

export function aToken(id: string, over: Partial<Token> = {}): Token {
  return {
    id,
    name: "automation",
    secretHash: `hash-of-${id}`,
    roles: ["auditor"],
    cells: [],
    enterprise: null,
    person: null,
    createdAt: T0,
    createdBy: "admin",
    expiresAt: null,
    lastUsedAt: null,
    ...over,
  };
}

export function aSession(id: string, over: Partial<Session> = {}): Session {
  return { id, userId: "u1", createdAt: T0, expiresAt: plus(T0, 8 * HOUR), address: "10.0.0.1", agent: "", ...over };
}
