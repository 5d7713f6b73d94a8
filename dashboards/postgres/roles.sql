-- Roles and the dashboard's window, made in a new database by a superuser (make-roles.sh), before the product makes its tables.
-- The whole file may be run again, by a superuser and while the product runs: that is how an existing database gets its changes.
-- Roles and their passwords stay; the schema `dashboard`, which holds functions only, is made anew in one transaction.
--
-- `outfall` owns the database and is no superuser. `outfall_dashboard` may call the functions of the schema `dashboard` and read no table:
-- whoever may look at a dashboard may send SQL of his own through it, and the tables hold accounts, hashes, names and telephone numbers.
-- The functions run with the owner's rights and give cells, outlets, figures and counts, never a person. Their bodies are texts, so that
-- they can be made before the tables, and so that no later migration is held up by them.

begin;

do $$ begin
  if not exists (select from pg_roles where rolname = 'outfall') then create role outfall login; end if;
  if not exists (select from pg_roles where rolname = 'outfall_dashboard') then create role outfall_dashboard login; end if;
end $$;
alter role outfall_dashboard set default_transaction_read_only = on;
alter role outfall_dashboard set statement_timeout = '15s';

do $$ begin
  execute format('alter database %I owner to outfall', current_database());
  execute format('revoke temporary on database %I from public', current_database());
end $$;

drop schema if exists dashboard cascade;
create schema dashboard authorization outfall;
grant usage on schema dashboard to outfall_dashboard;

set role outfall;
set check_function_bodies = off;

-- Rows of a table of the registry in force. Versions are kept as what they change: rows of the newest one that is whole,
-- under those that later edits put; what an edit removed, and none put again, is gone.
create function dashboard.registry_rows(of_table text) returns table (id text, line json)
language sql stable security definer set search_path = pg_catalog as $$
  with base as (
    select seq, coalesce(snapshot, document)::json -> 'registry' as registry
    from public.registries where whole = 1 or snapshot is not null order by seq desc limit 1
  ),
  edits as (
    select r.seq, r.document::json -> 'edit' -> of_table as edit from public.registries r, base where r.seq > base.seq
  ),
  put as (
    select base.seq, line from base cross join lateral json_array_elements(registry -> of_table) as line
    union all
    select edits.seq, line from edits cross join lateral json_array_elements(edit -> 'put') as line
  ),
  removed as (
    select edits.seq, gone from edits cross join lateral json_array_elements_text(edit -> 'removed') as gone
  ),
  newest as (select distinct on (line ->> 'id') seq, line ->> 'id' as id, line from put order by line ->> 'id', seq desc)
  select newest.id, newest.line from newest
  where not exists (select 1 from removed where removed.gone = newest.id and removed.seq > newest.seq)
$$;

-- Cells of the registry in force.
create function dashboard.cells() returns table (id text, name text, level integer, parent text)
language sql stable security definer set search_path = pg_catalog as $$
  select cell.id, cell.line ->> 'name', (cell.line ->> 'level')::integer, cell.line ->> 'parent'
  from dashboard.registry_rows('cells') as cell
$$;

-- Outlets of the registry in force, named as people name them: enterprise and outlet.
create function dashboard.outlets() returns table (id text, name text)
language sql stable security definer set search_path = pg_catalog as $$
  select outlet.id, concat_ws(' ', enterprise.line ->> 'name', coalesce(outlet.line ->> 'name', outlet.line ->> 'code'))
  from dashboard.registry_rows('outlets') as outlet
  left join dashboard.registry_rows('enterprises') as enterprise on enterprise.id = outlet.line ->> 'enterprise'
$$;

-- What was last said of each hour that begins in [since, until). Times in the tables are whole milliseconds: bounds of the same type let the
-- index be used, and rounded up neither end takes an hour more.
create function dashboard.verdicts(since timestamptz, until timestamptz)
returns table (start timestamptz, outlet text, pollutant text, verdict text, value double precision, limit_value double precision)
language sql stable security definer set search_path = pg_catalog as $$
  select to_timestamp(v.start / 1000.0), v.outlet, v.pollutant, v.verdict, v.value, v.limit_value
  from public.verdicts v
  where v.basis = 'hour' and v.verdict is not null
    and v.start >= ceil(extract(epoch from since) * 1000)::bigint and v.start < ceil(extract(epoch from until) * 1000)::bigint
$$;

-- Findings whose period begins in [since, until), whatever their status.
create function dashboard.findings(since timestamptz, until timestamptz)
returns table (start timestamptz, outlet text, pollutant text, rule text, status text, level text, case_id text)
language sql stable security definer set search_path = pg_catalog as $$
  select to_timestamp(f.start / 1000.0), f.outlet, f.document::json ->> 'pollutant', f.rule, f.status, f.level, f.case_id
  from public.findings f
  where f.start >= ceil(extract(epoch from since) * 1000)::bigint and f.start < ceil(extract(epoch from until) * 1000)::bigint
$$;

-- Cases that somebody still has to do something about.
create function dashboard.open_cases()
returns table (number text, opened_at timestamptz, state text, level text, cell text, outlet text, overdue boolean, due_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select c.document::json ->> 'number', to_timestamp(c.opened_at / 1000.0), c.state, c.document::json ->> 'level', c.cell, c.outlet,
    c.overdue = 1, to_timestamp((c.document::json -> 'deadline' ->> 'at')::bigint / 1000.0)
  from public.cases c
  where c.state not in ('archived', 'dismissed', 'rejected')
$$;

revoke execute on all functions in schema dashboard from public;
grant execute on all functions in schema dashboard to outfall_dashboard;
-- It reads every table of the registry, people too: only the functions above call it.
revoke execute on function dashboard.registry_rows(text) from public, outfall_dashboard;
reset check_function_bodies;
reset role;

commit;
