-- Waits for whoever is counting gifts of this nation, and makes others wait until this transaction ends.
insert into gift_gate (nation_id, turn) values (@nation_id, 1)
on conflict (nation_id) do update set turn = gift_gate.turn + 1
