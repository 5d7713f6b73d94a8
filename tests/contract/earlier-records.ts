import { expect, test } from "vitest";
import { findingId } from "../../core/judging/finding.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { HOUR, plus } from "../../core/time.ts";
import { aBatch, aFinding, anHour, aVerdict, T0 } from "../support/records-facts.ts";

/** A database that is opened, closed and opened again, with statements of its own language in between. */
export interface EarlierRecords {
  open(): Promise<{ readonly records: RecordsStore; close(): Promise<void> }>;
  run(statements: readonly string[]): Promise<void>;
}

const SAID = ["verdict", "validity", "value", "limit_id", "limit_value"];
const MOVED = `outlet, pollutant, basis, start, ${SAID.join(", ")}`;

/** Back to the tables of schema version 4, in which verdicts had one of their own. */
const TO_VERSION_4 = [
  "drop table day_sums",
  "drop table days_to_sum",
  "alter table periods rename to periods_of_5",
  "drop view verdicts",
  `create table verdicts (outlet text not null, pollutant text not null, basis text not null, start bigint not null,
    verdict text, validity text not null, value double precision, limit_id text, limit_value double precision,
    primary key (outlet, pollutant, basis, start))`,
  `insert into verdicts (${MOVED}) select ${MOVED} from periods_of_5 where validity is not null`,
  `create table periods (outlet text not null, pollutant text not null, basis text not null, start bigint not null,
    document text not null, primary key (outlet, pollutant, basis, start))`,
  "insert into periods select outlet, pollutant, basis, start, document from periods_of_5 where document <> ''",
  "drop table periods_of_5",
  "drop table series",
  "delete from schema_version where version >= 5",
];

const PERIOD_OF_7 = `outlet, pollutant, basis, start, document, ${SAID.join(", ")}`;
const FINDING_OF_7 = "id, start, outlet, rule, status, level, case_id, document";

/** Back to the tables of schema version 7, in which no key began with a time. */
const TO_VERSION_7 = [
  "drop view verdicts",
  "alter table periods rename to periods_of_8",
  `create table periods (outlet text not null, pollutant text not null, basis text not null, start bigint not null,
    document text not null, verdict text, validity text, value double precision, limit_id text,
    limit_value double precision, primary key (outlet, pollutant, basis, start))`,
  `insert into periods (${PERIOD_OF_7}) select ${PERIOD_OF_7} from periods_of_8`,
  "drop table periods_of_8",
  "drop table series",
  `create view verdicts as select ${MOVED} from periods where validity is not null`,
  "alter table findings rename to findings_of_8",
  `create table findings (id text primary key, start bigint not null, outlet text not null, rule text not null,
    status text not null, level text not null, case_id text, document text not null)`,
  `insert into findings (${FINDING_OF_7}) select ${FINDING_OF_7} from findings_of_8`,
  "drop table findings_of_8",
  "delete from schema_version where version >= 8",
];

/** What records of earlier tables become when this edition opens them. */
export function earlierRecordsContract(name: string, make: () => Promise<EarlierRecords>): void {
  test(`${name}: verdicts that had a table of their own stand with their periods, and none is lost`, async () => {
    const database = await make();
    const [second, third] = [plus(T0, HOUR), plus(T0, 2 * HOUR)];
    const periods = [anHour(), anHour({ start: second })];
    const verdicts = [aVerdict({ value: 0.1 + 0.2 }), aVerdict({ start: third, verdict: null, value: null, limitId: null })];
    const before = await database.open();
    await before.records.commit(aBatch(1, { periods, verdicts }));
    await before.close();
    await database.run(TO_VERSION_4);

    const { records, close } = await database.open();

    const { outlet, pollutant, basis } = anHour();
    const span = { outlet, pollutant, basis, from: T0, to: plus(third, 1) };
    expect(await records.periods(span)).toEqual(periods);
    expect(await records.verdicts(span)).toEqual(verdicts);
    const later = aVerdict({ start: third, value: 3 });
    await records.commit(aBatch(2, { periods: [anHour({ start: third })], verdicts: [later] }));
    expect(await records.verdicts(span)).toEqual([verdicts[0], later]);
    await close();
  });

  test(`${name}: periods and findings of before are found by their keys, their series, their outlets and their cases`, async () => {
    const database = await make();
    const third = plus(T0, 2 * HOUR);
    const findings = [
      aFinding(findingId("e1-DA001", "a21026", "EXCEED-HOUR", T0), { status: "confirmed", level: "A3", caseId: "case:a" }),
      aFinding("f2", { caseId: "case:a" }),
    ];
    const before = await database.open();
    await before.records.commit(aBatch(1, { periods: [anHour()], verdicts: [aVerdict({ start: third })], findings }));
    await before.close();
    await database.run(TO_VERSION_7);

    const { records, close } = await database.open();

    const ids = findings.map(({ id }) => id);
    expect(await records.periodsOf([anHour()])).toEqual([anHour()]);
    expect(await records.newestPeriods([anHour(), anHour({ basis: "day" })])).toEqual([third, null]);
    expect(await Promise.all(ids.map((id) => records.finding(id)))).toEqual(findings);
    expect((await records.findings({ outlets: ["e1-DA001"], limit: 9 })).items).toEqual(findings.toReversed());
    expect(await records.findingIds(["case:a"], 9)).toEqual({ ids: ids.toReversed(), count: 2 });
    await records.commit(aBatch(2, { findings: findings.map((finding) => ({ ...finding, status: "withdrawn" })) }));
    expect((await records.findings({ status: "withdrawn", limit: 9 })).items).toHaveLength(2);
    expect((await records.findings({ limit: 9 })).items).toHaveLength(2);
    await close();
  });
}
