/**
 * The tables of the records as Kysely sees them; `migrations.ts` creates them. Instants are milliseconds since 1970 in
 * `bigint` columns. A `document` is the JSON of the whole object, which is only read whole; the columns beside it
 * repeat what is filtered or ordered on.
 */
export interface Tables {
  readonly schema_version: SchemaVersionTable;
  readonly position: PositionTable;
  readonly collections: CollectionsTable;
  readonly registries: RegistriesTable;
  readonly periods: PeriodsTable;
  readonly verdicts: VerdictsView;
  readonly day_sums: DaySumsTable;
  readonly days_to_sum: DaysToSumTable;
  readonly series: SeriesTable;
  readonly findings: FindingsTable;
  readonly timeline: TimelineTable;
  readonly deadlines: DeadlinesTable;
  readonly outcomes: OutcomesTable;
  readonly commands: CommandsTable;
  readonly events: EventsTable;
  readonly counters: CountersTable;
  readonly users: UsersTable;
  readonly tokens: TokensTable;
  readonly sessions: SessionsTable;
  readonly audit: AuditTable;
  readonly audit_head: AuditHeadTable;
  readonly remembered: RememberedTable;
}

interface SchemaVersionTable {
  readonly version: number;
}

/** One row (`id` 1). Every commit updates it first, so that it also keeps two writers apart. */
interface PositionTable {
  readonly id: number;
  readonly journal_seq: number;
  readonly journal_step: number;
  readonly engine_at: number;
  readonly last_event: number;
  readonly last_outcome: number;
}

/**
 * What the tables of each collection were made from. The tables themselves are not here: they follow the declarations.
 */
interface CollectionsTable {
  readonly name: string;
  readonly shape: string;
}

interface RegistriesTable {
  readonly seq: number;
  readonly at: number;
  /** The document (`whole` 1), or what the version changes of the one before (`whole` 0). */
  readonly document: string;
  readonly whole: number;
  /** The document of a version that is stored as an edit, on the newest of many edits. */
  readonly snapshot: string | null;
}

/** A period, and what was last said of it: nothing yet where `validity` is null. */
interface PeriodsTable {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: string;
  readonly start: number;
  /** Empty where only a verdict is known. */
  readonly document: string;
  readonly verdict: string | null;
  readonly validity: string | null;
  readonly value: number | null;
  readonly limit_id: string | null;
  readonly limit_value: number | null;
  /** Whole days since 1970 until `start`; made by the database. It leads the key, so that a day's rows lie together. */
  readonly day: number;
}

/** The newest period of each series of which anything is known or said. */
interface SeriesTable {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: string;
  readonly newest: number;
}

/** A view: the rows of `periods` of which something was said. */
interface VerdictsView {
  readonly day: number;
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: string;
  readonly start: number;
  readonly verdict: string | null;
  readonly validity: string;
  readonly value: number | null;
  readonly limit_id: string | null;
  readonly limit_value: number | null;
}

/** What the hours of a day come to: four counts, a letter for each hour, and their masses as JSON. */
interface DaySumsTable {
  readonly outlet: string;
  readonly pollutant: string;
  readonly day: number;
  readonly received: number;
  readonly valid: number;
  readonly timely: number;
  readonly timely_valid: number;
  readonly excused: number;
  readonly hours: string;
  readonly mass: string | null;
}

/** Days whose hours changed since they were summed. */
interface DaysToSumTable {
  readonly outlet: string;
  readonly day: number;
  readonly since: number;
  readonly stamp: string;
}

interface FindingsTable {
  /** The time that the id tells, or 0. It leads the key, so that the findings of an hour lie together. */
  readonly id_time: number;
  readonly id: string;
  readonly start: number;
  readonly outlet: string;
  readonly rule: string;
  readonly status: string;
  readonly level: string;
  readonly case_id: string | null;
  readonly document: string;
}

interface TimelineTable {
  readonly subject: string;
  readonly position: number;
  readonly document: string;
}

interface DeadlinesTable {
  readonly id: string;
  readonly at: number;
  readonly document: string;
}

/** `ordinal` counts the outcomes without gaps, so that the old ones are found without counting. */
interface OutcomesTable {
  readonly seq: number;
  readonly ordinal: number;
  readonly document: string;
}

interface CommandsTable {
  readonly id: string;
  readonly at: number;
  readonly document: string;
}

interface EventsTable {
  readonly id: number;
  readonly document: string;
}

interface CountersTable {
  readonly key: string;
  readonly value: number;
}

interface UsersTable {
  readonly id: string;
  readonly username: string;
  readonly document: string;
}

interface TokensTable {
  readonly id: string;
  readonly secret_hash: string;
  readonly document: string;
}

interface SessionsTable {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly address: string;
  readonly agent: string;
}

/** `document` is the exact text that was hashed. */
interface AuditTable {
  readonly id: number;
  readonly document: string;
  readonly hash: string;
}

/** One row (`id` 1): the end of the chain. Every append updates it first, so that two writers cannot fork the chain. */
interface AuditHeadTable {
  readonly id: number;
  readonly last_line: number;
  readonly last_hash: string;
}

interface RememberedTable {
  readonly key: string;
  readonly actor: string;
  readonly at: number;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly etag: string | null;
}
