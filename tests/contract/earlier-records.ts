import { expect, test } from "vitest";
import type { RecordsStore } from "../../core/records/records.ts";
import { HOUR, plus } from "../../core/time.ts";
import { aBatch, anHour, aVerdict, T0 } from "../support/records-facts.ts";

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
  "delete from schema_version where version >= 5",
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
}
