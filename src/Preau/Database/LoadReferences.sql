-- References of people that a first load does without on PostgreSQL, which asks for each row whether the other one is there: two thirds of its time. They hold again for what is
-- written from the moment that the rows are in; what came in before is looked at afterwards. Each as the migrations left it (a test compares).
alter table consent_entry add constraint consent_entry_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table consent_state add constraint consent_state_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table custom_value add constraint custom_value_nation_id_custom_field_id_fkey foreign key (nation_id, custom_field_id) references custom_field (nation_id, id);
alter table custom_value add constraint custom_value_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table person add constraint person_assignee_id_fkey foreign key (assignee_id) references account (id);
alter table person add constraint person_nation_id_fkey foreign key (nation_id) references nation (id);
alter table person_address add constraint person_address_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table person_email add constraint person_email_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table person_external_id add constraint person_external_id_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table person_phone add constraint person_phone_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table person_tag add constraint person_tag_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
alter table person_tag add constraint person_tag_nation_id_tag_id_fkey foreign key (nation_id, tag_id) references tag (nation_id, id);
alter table provenance add constraint provenance_nation_id_person_id_fkey foreign key (nation_id, person_id) references person (nation_id, id);
