-- Pages that were removed stay for whoever refers to them; titles are searched by their key.
alter table site_page add column removed_at timestamptz;
alter table site_page add column title_key text not null default '';
