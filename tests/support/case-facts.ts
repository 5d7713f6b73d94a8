import type { Case, CaseState } from "../../cases/case/case.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { Actor } from "../../core/people/actor.ts";
import { ROLES, type Role } from "../../core/people/rights.ts";
import { indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import { HOUR, plus } from "../../core/time.ts";
import { at, HOUR_START } from "./hour-facts.ts";

/** Two streets of one district; e1 and e3 lie under the first, e2 under the second, e9 under none. */
export function aGrid(): RegistryIndex {
  return indexRegistry({
    schema: "outfall/registry/1",
    cells: [
      { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "演示区" },
      { id: "g2-a", level: 2, parent: "g1", kind: "street", name: "甲街道" },
      { id: "g2-b", level: 2, parent: "g1", kind: "street", name: "乙街道" },
      { id: "g3-a1", level: 3, parent: "g2-a", kind: "community", name: "甲一社区" },
      { id: "g3-a2", level: 3, parent: "g2-a", kind: "community", name: "甲二社区" },
      { id: "g4-e1", level: 4, parent: "g3-a1", kind: "enterprise", enterprise: "e1", name: "演示水泥厂" },
      { id: "g4-e2", level: 4, parent: "g2-b", kind: "enterprise", enterprise: "e2", name: "演示铝厂" },
      { id: "g4-e3", level: 4, parent: "g3-a2", kind: "enterprise", enterprise: "e3", name: "演示钢厂" },
    ],
    units: [{ id: "u-unit", name: "执法大队", kind: "department" }],
    people: ["p1", "p2", "p3"].map((id) => ({ id, name: `演示${id}` })),
    assignments: [],
    enterprises: ["e1", "e2", "e3", "e9"].map((id) => ({ id, name: id })),
    emissionUnits: [],
    treatmentUnits: [],
    outlets: [
      { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" },
      { id: "e1-B1", enterprise: "e1", code: "B1", name: "东厂界", kind: "boundary" },
      { id: "e2-DA001", enterprise: "e2", code: "DA001", name: "焙烧", kind: "stack" },
      { id: "e9-DA001", enterprise: "e9", code: "DA001", name: "锅炉", kind: "stack" },
    ],
    devices: [],
    channels: [],
    limits: [],
  });
}

/** The grid again, beside a second district of which e8 is. */
export function twoDistricts(): RegistryIndex {
  const { registry } = aGrid();
  return indexRegistry({
    ...registry,
    cells: [
      ...registry.cells,
      { id: "h1", level: 1, parent: null, kind: "district", division: "410198", name: "另一区" },
      { id: "h2", level: 2, parent: "h1", kind: "street", name: "丙街道" },
      { id: "h4-e8", level: 4, parent: "h2", kind: "enterprise", enterprise: "e8", name: "演示纸厂" },
    ],
    enterprises: [...registry.enterprises, { id: "e8", name: "演示纸厂" }],
  });
}

/** The same, and two pollutants measured at the boundary and the stack of e1. */
export function measuredBoundary(): RegistryIndex {
  const { registry } = twoDistricts();
  const channels = ["e1-B1", "e1-DA001"].flatMap((outlet, i) =>
    ["a34001", "a24088"].map((factor) => ({ outlet, device: `mn${i}`, factor, pollutant: factor, unit: "mg/m3" })),
  );
  return indexRegistry({ ...registry, channels });
}

const CELL_OF_ROLE: Readonly<Partial<Record<Role, string>>> = {
  "community-officer": "g3-a1",
  "street-officer": "g2-a",
};

/** A person who holds that role for e1's part of the grid; the specialist belongs to e1 itself. */
export function anActor(role: Role, over: Partial<Actor> = {}): Actor {
  const isSpecialist = role === "enterprise-specialist";
  return {
    id: `user-${role}`,
    name: `演示-${role}`,
    roles: [role],
    cells: isSpecialist ? [] : [CELL_OF_ROLE[role] ?? "g1"],
    enterprise: isSpecialist ? "e1" : null,
    person: null,
    ...over,
  };
}

export const ALL_ACTORS: readonly Actor[] = ROLES.map((role) => anActor(role));

/** 09:05 on 23 November 2026, a Monday, in Beijing. */
export const NOW = at("2026-11-23T09:05:00+08:00");

/** A provisional hourly exceedance of e1, A2. */
export function aFinding(over: Partial<Finding> = {}): Finding {
  return {
    id: "e1-DA001:a21026:EXCEED-HOUR:2026-11-23T00:00:00.000Z",
    rule: "EXCEED-HOUR",
    ruleVersion: "1",
    family: "exceedance",
    outlet: "e1-DA001",
    enterprise: "e1",
    pollutant: "a21026",
    basis: "hour",
    period: { start: HOUR_START, end: plus(HOUR_START, HOUR) },
    value: 230.5,
    unit: "mg/m3",
    limit: null,
    validity: "valid",
    status: "provisional",
    level: "A2",
    disputed: false,
    caseId: null,
    history: [],
    steps: [],
    evidence: [],
    declarationsConsidered: [],
    ...over,
  };
}

/** A case of e1 in any state, at level A2, version 5, with the finding above. */
export function aCase(state: CaseState, over: Partial<Case> = {}): Case {
  return {
    id: "case:1",
    number: "410199-2026-0007",
    title: { code: "reported", facts: { text: "窑尾 SO₂" } },
    source: "engine",
    state,
    version: 5,
    level: "A2",
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
    standing: { A2: 1, A3: 0, A4: 0 },
    acted: false,
    endProposed: false,
    mergedInto: null,
    openedAt: NOW,
    changedAt: NOW,
    told: null,
    description: null,
    category: null,
    ...over,
  };
}
