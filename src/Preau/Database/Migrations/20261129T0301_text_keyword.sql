-- Words that people text to the campaign's number, and which of them a text begins with or answers.
create table text_keyword (
    nation_id bigint not null references nation (id),
    id bigint not null,
    word text not null,
    word_key text not null,
    language text not null,
    answer text not null,
    tags text not null,
    is_sign_up boolean not null,
    wording text not null,
    is_on boolean not null,
    texts bigint not null,
    newcomers bigint not null,
    agreed bigint not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    primary key (nation_id, id)
);
create unique index text_keyword_by_word_key on text_keyword (nation_id, word_key);

alter table text_message add column keyword text;
