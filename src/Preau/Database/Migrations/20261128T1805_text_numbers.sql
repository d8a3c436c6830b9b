-- Who answered STOP is looked up for each count of an audience, among the conversations of everybody who was ever written to.
create index conversation_by_confirmed_at on conversation (nation_id, number_key) where confirmed_at is not null;
