-- Texts that volunteers send one by one, along a script of questions.
create table text_campaign (
    nation_id bigint not null,
    id bigint not null,
    name text not null,
    state text not null,
    language text not null,
    opening text not null,
    replies text not null,
    segment_id bigint,
    tree text,
    sentence text,
    batch_size integer not null,
    most_each integer not null,
    idle_hours integer not null,
    author_id bigint,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    frozen_at timestamptz,
    closed_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, segment_id) references segment (nation_id, id)
);

create table script_question (
    nation_id bigint not null,
    id bigint not null,
    text_campaign_id bigint not null,
    position integer not null,
    text text not null,
    primary key (nation_id, id),
    foreign key (nation_id, text_campaign_id) references text_campaign (nation_id, id)
);
create index script_question_by_text_campaign on script_question (nation_id, text_campaign_id, position);

create table script_answer (
    nation_id bigint not null,
    id bigint not null,
    script_question_id bigint not null,
    position integer not null,
    label text not null,
    reply text not null,
    next_id bigint,
    tag text not null,
    field text not null,
    value text not null,
    support_level integer,
    primary key (nation_id, id),
    foreign key (nation_id, script_question_id) references script_question (nation_id, id)
);
create index script_answer_by_script_question on script_answer (nation_id, script_question_id, position);

-- Who sends for a campaign.
create table campaign_texter (
    nation_id bigint not null,
    text_campaign_id bigint not null,
    account_id bigint not null,
    joined_at timestamptz not null,
    seen_at timestamptz not null,
    left_at timestamptz,
    primary key (nation_id, text_campaign_id, account_id),
    foreign key (nation_id, text_campaign_id) references text_campaign (nation_id, id)
);
create index campaign_texter_by_account on campaign_texter (nation_id, account_id, text_campaign_id);

-- Whom a campaign writes to: a number once.
create table campaign_contact (
    nation_id bigint not null,
    id bigint not null,
    text_campaign_id bigint not null,
    person_id bigint not null,
    number_key text not null,
    stage text not null,
    account_id bigint,
    reason text,
    assigned_at timestamptz,
    sent_at timestamptz,
    arrived_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, text_campaign_id) references text_campaign (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create unique index campaign_contact_by_text_campaign on campaign_contact (nation_id, text_campaign_id, number_key);
create index campaign_contact_by_account on campaign_contact (nation_id, text_campaign_id, account_id, stage, id);
create index campaign_contact_by_stage on campaign_contact (nation_id, text_campaign_id, stage, account_id);
create index campaign_contact_by_number_key on campaign_contact (nation_id, number_key);
create index campaign_contact_by_person on campaign_contact (nation_id, person_id);

create table contact_answer (
    nation_id bigint not null,
    campaign_contact_id bigint not null,
    script_question_id bigint not null,
    script_answer_id bigint not null,
    account_id bigint,
    at timestamptz not null,
    primary key (nation_id, campaign_contact_id, script_question_id),
    foreign key (nation_id, campaign_contact_id) references campaign_contact (nation_id, id),
    foreign key (nation_id, script_question_id) references script_question (nation_id, id),
    foreign key (nation_id, script_answer_id) references script_answer (nation_id, id)
);
create index contact_answer_by_script_question on contact_answer (nation_id, script_question_id, script_answer_id);

-- The contact that a text belongs to; whether it is the first one, that a person was chosen for.
alter table text_message add column campaign_contact_id bigint;
alter table text_message add column is_opening boolean not null default false;
create index text_message_by_campaign_contact on text_message (nation_id, campaign_contact_id, at) where campaign_contact_id is not null;
