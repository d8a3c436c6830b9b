-- Which of a campaign's numbers somebody wrote to: they are answered from it.
alter table conversation add column our_number text;
