-- The rest of an audience may leave in several waves, each drawn among the versions that are left (Mail/Measuring). Whose version was drawn for the first part stays in wave nought.
alter table mail_delivery add column wave integer not null default 0;
alter table blast add column trial_waves integer not null default 1;
alter table blast add column wave integer not null default 0;
alter table blast add column dropped integer not null default 0;
