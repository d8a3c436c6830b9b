-- What somebody said, who left by a mail and was asked why.
alter table mail_delivery add column left_because text;
