-- The part of a texting campaign's people that is left out on purpose, in hundredths of a percent.
alter table text_campaign add column held_out_share integer not null default 0;
