create table site_page (
    nation_id bigint not null references nation (id),
    id bigint not null,
    slug text not null,
    kind text not null,
    language text not null,
    group_id bigint not null,
    status text not null,
    title text not null,
    lead text,
    body text not null,
    picture_path text,
    picture_alt text,
    menu_position integer,
    goal integer,
    publish_at timestamptz,
    published_at timestamptz,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (nation_id, id)
);
create unique index site_page_by_language_slug on site_page (nation_id, language, slug);
create unique index site_page_by_group_language on site_page (nation_id, group_id, language);
create index site_page_by_kind on site_page (nation_id, kind, published_at);
