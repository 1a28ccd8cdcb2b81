-- Each question counts rows that must not be there, whatever was killed and whenever. It is asked by the tests after every recovery, on both engines.
-- A question begins behind a line that says what must not be.

-- a thing works with a model that another one has replaced
select count(*) from demo_thing t join catalog_model m on m.id = t.model where m.migrated_to is not null and t.deleted_at is null and t.kind <> 'questions'
    and t.organisation = m.organisation;

-- a thing works with a model that was deleted
select count(*) from demo_thing t join catalog_model m on m.id = t.model where m.deleted_at is not null and t.deleted_at is null and t.kind <> 'questions';

-- somebody was given a model that was replaced or deleted
select count(*) from catalog_grant g join catalog_model m on m.id = g.model where m.migrated_to is not null or m.deleted_at is not null;

-- the default selection names a model that was replaced
select count(*) from catalog_default d join catalog_model m on m.id = d.model where m.migrated_to is not null;

-- a grant stands twice
select count(*) from (select 1 as one from catalog_grant group by organisation, workspace, model having count(*) > 1) twice;

-- a replaced model has no completed migration to its successor
select count(*) from catalog_model m where m.migrated_to is not null and not exists
    (select 1 from catalog_migration h where h.from_model = m.id and h.to_model = m.migrated_to and h.status = 'completed');

-- a model went to two successors
select count(*) from (select from_model from catalog_migration where status = 'completed' and from_model is not null and to_model is not null
    group by from_model having count(distinct to_model) > 1) split;

-- a completed migration is not in the audit
select abs((select count(*) from catalog_migration where status = 'completed') - (select count(*) from catalog_audit where operation = 'model.migrate' and outcome = 'done'));

-- a migration is neither completed nor failed
select count(*) from catalog_migration where status not in ('completed', 'failed') or completed_at is null;

-- an erased model still stands in the catalogue
select count(*) from catalog_audit a join catalog_model m on m.id = a.subject where a.operation = 'model.clean_up' and a.outcome = 'done';

-- a model of one organisation is in use in another
select count(*) from catalog_grant g join catalog_model m on m.id = g.model where m.organisation is not null and m.organisation <> g.organisation;

-- a name stands twice among the models of a provider
select count(*) from (select 1 as one from catalog_model where provider is not null group by provider, vendor, name having count(*) > 1) twice;

-- a provider is being refreshed since nobody knows when, or is not and still says since when
select count(*) from catalog_provider where (refresh_state = 'running') <> (refresh_started_at is not null);
