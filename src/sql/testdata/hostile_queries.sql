-- Hostile rule texts. A block ends with a line `;;`. In front of each:
--   guard:  what CheckSelect must say: an error id, or `pass` (correct but heavy: the limits must stop it).
--   raw:    what happens when the guard is left out and the text runs in the sandbox all the same:
--           fails    = the engine's own settings refuse it
--           stopped  = a limit (time, memory, spill space) ends it
--           harmless = it runs and touches nothing outside of the engine
--           open     = nothing but the guard stops it (never run in the test)
-- {folder} is a folder with secret.txt and persons.parquet, the one readable file.

-- writing and reading files
-- guard: SQL-010, raw: fails
copy persons to '{folder}/evil.csv'
;;
-- guard: SQL-010, raw: fails
copy (select 1) to 'evil.parquet' (format parquet)
;;
-- guard: SQL-010, raw: fails
copy (select 1) to '{folder}/persons.parquet' (format parquet)
;;
-- guard: SQL-010, raw: fails
copy persons from '/etc/passwd'
;;
-- guard: SQL-010, raw: fails
attach '{folder}/evil.db' as evil
;;
-- guard: SQL-010, raw: fails
export database '{folder}/evil'
;;
-- guard: SQL-014, raw: fails
select content from read_text('secret.txt')
;;
-- guard: SQL-014, raw: fails
select * from read_text('{folder}/secret.txt')
;;
-- guard: SQL-014, raw: fails
select * from read_blob('{folder}/../*/secret.txt')
;;
-- guard: SQL-014, raw: fails
select * from read_csv('/etc/passwd', sep = ':')
;;
-- guard: SQL-014, raw: fails
select * from read_json('/proc/self/environ')
;;
-- guard: SQL-014, raw: fails
select * from read_parquet('{folder}/other.parquet')
;;
-- guard: SQL-014, raw: fails
select * from glob('/etc/*')
;;
-- guard: SQL-014, raw: fails
select * from glob('{folder}/*')
;;
-- guard: SQL-015, raw: fails
select a.column0 from 'secret.txt' a
;;
-- guard: SQL-012, raw: fails
select a.column0 from "/etc/passwd" a
;;
-- guard: SQL-014, raw: fails
select * from read_text('https://example.invalid/x')
;;
-- guard: SQL-014, raw: fails
select * from parquet_metadata('{folder}/secret.txt')
;;
-- guard: SQL-014, raw: fails
select * from sniff_csv('/etc/passwd')
;;

-- settings, extensions, secrets
-- guard: SQL-010, raw: fails
set enable_external_access = true
;;
-- guard: SQL-010, raw: fails
set lock_configuration = false
;;
-- guard: SQL-010, raw: fails
set global memory_limit = '100GB'
;;
-- guard: SQL-010, raw: fails
set temp_directory = '{folder}/evil'
;;
-- guard: SQL-010, raw: fails
reset memory_limit
;;
-- guard: SQL-010, raw: fails
pragma enable_profiling = 'json'
;;
-- guard: SQL-010, raw: fails
pragma threads = 64
;;
-- guard: SQL-010, raw: fails
install httpfs
;;
-- guard: SQL-010, raw: fails
load 'evil.duckdb_extension'
;;
-- guard: SQL-010, raw: fails
install spatial from community
;;
-- guard: SQL-010, raw: fails
create persistent secret evil (type http, bearer_token 'x')
;;
-- guard: SQL-014, raw: open
select * from enable_logging('QueryLog', storage = 'file', storage_path = '{folder}/evil_log')
;;
-- guard: SQL-014, raw: open
select * from enable_profiling(save_location = '{folder}/evil.json')
;;
-- guard: SQL-010, raw: open
call enable_logging(storage = 'stdout')
;;
-- guard: SQL-014, raw: harmless
select current_setting('temp_directory') as a
;;
-- guard: SQL-014, raw: fails
select getenv('HOME') as a
;;
-- guard: SQL-014, raw: harmless
select name, value from duckdb_settings()
;;
-- guard: SQL-014, raw: harmless
select database_name, path from duckdb_databases()
;;

-- ways around the walls
-- guard: SQL-014, raw: fails
select * from query('copy (select 1) to ''evil.csv''')
;;
-- guard: SQL-014, raw: fails
select * from query('select * from read_text(''{folder}/secret.txt'')')
;;
-- guard: SQL-014, raw: fails
select * from query_table('{folder}/secret.txt')
;;
-- guard: SQL-014, raw: fails
select * from json_execute_serialized_sql(json_serialize_sql('select * from read_text(''secret.txt'')'))
;;
-- guard: SQL-010, raw: fails
select 1 as a; copy (select 1) to 'evil.csv'
;;
-- guard: SQL-010, raw: fails
select 1 as a /* ; */ ; -- ;
copy (select 1) to 'evil.csv'
;;
-- guard: SQL-012, raw: fails
select 1 as a /* /* */ ; copy (select 1) to 'evil.csv' /* */ */ ; copy (select 1) to 'evil.csv'
;;
-- guard: SQL-014, raw: fails
select p.person_id from persons p where exists (select 1 from read_text('{folder}/secret.txt'))
;;
-- guard: SQL-014, raw: fails
with a as (select content from read_text('{folder}/secret.txt')) select content from a
;;
-- guard: SQL-014, raw: fails
select p.person_id from persons p join read_text('{folder}/secret.txt') t on true
;;
-- guard: SQL-014, raw: fails
select case when p.person_id > 0 then (select content from read_text('{folder}/secret.txt')) end as a from persons p
;;
-- guard: SQL-010, raw: fails
explain analyze copy (select 1) to 'evil.csv'
;;
-- guard: SQL-010, raw: fails
prepare evil as copy (select 1) to 'evil.csv'
;;
-- guard: SQL-012, raw: fails
select 1 as a from persons p where p.name = ‘x’ or 1 = 1
;;
-- guard: SQL-012, raw: fails
select“1”as a
;;
-- guard: SQL-012, raw: fails
select u&'\0041' as a, $$ x $$ as b, 1 as `c`
;;
-- guard: SQL-012, raw: fails
select $tag$ ' $tag$ as a, (select content from read_text('secret.txt')) as b
;;
-- guard: SQL-014, raw: fails
select nextval('some_sequence') as a from persons p where false
;;
-- guard: SQL-010, raw: harmless
checkpoint
;;
-- guard: SQL-014, raw: harmless
select * from checkpoint()
;;
-- guard: SQL-010, raw: harmless
create table evil as select 1
;;
-- guard: SQL-010, raw: harmless
begin transaction
;;
-- guard: SQL-015, raw: harmless
select t.table_name from information_schema.tables t
;;
-- guard: SQL-016, raw: fails
select current_date as a, current_user as b, today as c
;;

-- endless and huge
-- guard: SQL-013, raw: stopped
with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r
;;
-- guard: SQL-013, raw: stopped
with recursive r as (select 1 as n union all select n + 1 from r, persons p) select count(*) from r
;;
-- guard: SQL-014, raw: stopped
select sum(hash(range)) from range(100000000000)
;;
-- guard: SQL-013, raw: stopped
select count(*) from (select distinct hash(i) from generate_series(1, 100000000000) t(i))
;;
-- guard: SQL-014, raw: open
select length(repeat('x', 2000000000)) + length(repeat('y', 2000000000)) as a
;;
-- guard: SQL-014, raw: stopped
select list(a.person_id || b.name) as a from persons a, persons b
;;
-- guard: SQL-014, raw: stopped
select sleep_ms(100000) as a from persons
;;
-- guard: SQL-018, raw: fails
with a as (select p.name || p.name || p.name || p.name || p.name || p.name || p.name || p.name as n from persons p),
b as (select a.n || a.n || a.n || a.n || a.n || a.n || a.n || a.n as n from a),
c as (select b.n || b.n || b.n || b.n || b.n || b.n || b.n || b.n as n from b)
select c.nothing_so_that_raw_ends_here as n from c
;;
-- guard: pass, raw: stopped
select count(*) as n from persons a, persons b, persons c where a.person_id + b.person_id + c.person_id = 7
;;
-- guard: pass, raw: stopped
select a.person_id from persons a join persons b on a.person_id <> b.person_id join persons c on c.name <> a.name
group by a.person_id, b.person_id, c.name having count(*) > 5
;;
-- guard: pass, raw: stopped
select count(*) as n from (select distinct a.person_id * 1000000 + b.person_id as k from persons a, persons b) x
;;
-- guard: pass, raw: stopped
select row_number() over (partition by a.name || b.name order by b.person_id nulls last) as n from persons a, persons b
;;
-- guard: pass, raw: stopped
select count(*) as n from persons p where exists (select 1 from persons a, persons b where a.person_id * b.person_id = p.person_id * 3 + 1)
;;
-- guard: pass, raw: stopped
with a as (select p.person_id as id from persons p union all select p.person_id + 1 from persons p),
b as (select x.id from a x join a y on x.id <> y.id), c as (select x.id from b x join b y on x.id <> y.id),
d as (select x.id from c x join c y on x.id <> y.id), e as (select x.id from d x join d y on x.id <> y.id)
select count(*) as n from e x join e y on x.id <> y.id
;;
