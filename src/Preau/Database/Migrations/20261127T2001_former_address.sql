-- Where public pages were before: shared links go on to where they are now.
create table former_address (
    nation_id bigint not null,
    language text not null,
    slug text not null,
    page_id bigint not null,
    primary key (nation_id, language, slug),
    foreign key (nation_id, page_id) references site_page (nation_id, id)
);
create index former_address_by_page on former_address (nation_id, page_id);
