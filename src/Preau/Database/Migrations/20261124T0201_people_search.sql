-- People are searched by either name first, and listed by what the campaign knows of them.
alter table person add column given_key text not null default '';
create index person_by_given_key on person (nation_id, given_key, id);
create index person_by_source on person (nation_id, source, id);
create index person_by_support_level on person (nation_id, support_level, id) where support_level is not null;
create index person_by_archived_at on person (nation_id, archived_at, id) where archived_at is not null;
-- A roll of a million people comes in one day: the newest contacts must not be looked for among them.
create index person_contact_by_created_at on person (nation_id, created_at, id) where not is_roll_only;

-- The words somebody agreed to, kept for as long as anybody's consent refers to them.
create table consent_wording (
    nation_id bigint not null references nation (id),
    version text not null,
    purpose text not null,
    language text not null,
    text text not null,
    first_used_at timestamptz not null,
    primary key (nation_id, version)
);
