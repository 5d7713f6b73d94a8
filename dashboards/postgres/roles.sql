-- Roles and the dashboard's window, made once in a new database by a superuser (make-roles.sh), before the product makes its tables.
--
-- `outfall` owns the database and is no superuser. `outfall_dashboard` may call the functions of the schema `dashboard` and read no table:
-- whoever may look at a dashboard may send SQL of his own through it, and the tables hold accounts, hashes, names and telephone numbers.
-- The functions run with the owner's rights and give cells, outlets, figures and counts, never a person. Their bodies are texts, so that
-- they can be made before the tables, and so that no later migration is held up by them.

create role outfall login;
create role outfall_dashboard login;
alter role outfall_dashboard set default_transaction_read_only = on;
alter role outfall_dashboard set statement_timeout = '15s';

do $$ begin
  execute format('alter database %I owner to outfall', current_database());
  execute format('revoke temporary on database %I from public', current_database());
end $$;

create schema dashboard authorization outfall;
grant usage on schema dashboard to outfall_dashboard;

set role outfall;
set check_function_bodies = off;

-- Cells of the registry in force.
create function dashboard.cells() returns table (id text, name text, level integer, parent text)
language sql stable security definer set search_path = pg_catalog as $$
  select cell ->> 'id', cell ->> 'name', (cell ->> 'level')::integer, cell ->> 'parent'
  from json_array_elements((select document::json -> 'cells' from public.registries order by seq desc limit 1)) as cell
$$;

-- Outlets of the registry in force, named as people name them: enterprise and outlet.
create function dashboard.outlets() returns table (id text, name text)
language sql stable security definer set search_path = pg_catalog as $$
  with newest as (select document::json as registry from public.registries order by seq desc limit 1)
  select outlet ->> 'id', concat_ws(' ', enterprise ->> 'name', coalesce(outlet ->> 'name', outlet ->> 'code'))
  from newest
  cross join lateral json_array_elements(registry -> 'outlets') as outlet
  left join lateral json_array_elements(registry -> 'enterprises') as enterprise on enterprise ->> 'id' = outlet ->> 'enterprise'
$$;

-- What was last said of each hour that begins in [since, until).
create function dashboard.verdicts(since timestamptz, until timestamptz)
returns table (start timestamptz, outlet text, pollutant text, verdict text, value double precision, limit_value double precision)
language sql stable security definer set search_path = pg_catalog as $$
  select to_timestamp(v.start / 1000.0), v.outlet, v.pollutant, v.verdict, v.value, v.limit_value
  from public.verdicts v
  where v.basis = 'hour' and v.verdict is not null
    and v.start >= extract(epoch from since) * 1000 and v.start < extract(epoch from until) * 1000
$$;

-- Findings whose period begins in [since, until), whatever their status.
create function dashboard.findings(since timestamptz, until timestamptz)
returns table (start timestamptz, outlet text, pollutant text, rule text, status text, level text, case_id text)
language sql stable security definer set search_path = pg_catalog as $$
  select to_timestamp(f.start / 1000.0), f.outlet, f.document::json ->> 'pollutant', f.rule, f.status, f.level, f.case_id
  from public.findings f
  where f.start >= extract(epoch from since) * 1000 and f.start < extract(epoch from until) * 1000
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
reset check_function_bodies;
reset role;
