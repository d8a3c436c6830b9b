-- Somebody who has an account already says yes before they have a role in another nation; from then on no nation may give out a new password for it.
alter table membership add column is_pending boolean not null default false;
alter table account add column is_shared boolean not null default false;
update account set is_shared = true where (select count(*) from membership m where m.account_id = account.id) > 1;
